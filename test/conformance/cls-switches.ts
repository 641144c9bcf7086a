import { clsSwitches } from '@polylog/emulator';
import { switchValues } from './switch-values.js';

export const clsSwitchValues = switchValues(clsSwitches, {});
