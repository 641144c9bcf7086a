#!/usr/bin/env node
import { runCommand } from './command/run-command.js';

await runCommand(process.argv.slice(2));
