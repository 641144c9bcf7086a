import { JsonScanner, plainTextEnd, readEscapedText } from '@polylog/driver-kit';
import { BACKSLASH } from './characters.js';
import { labelValueEnd } from './label-value.js';

/** A place in the body of a pull, and the value of a label that was read last. */
export class LabelScanner extends JsonScanner {
  /** Of a text what stands between its quotes, of any other value all of it. */
  valueStart = 0;
  valueEnd = 0;
  /** How it reads, where it is a text with escapes. */
  escaped: string | undefined;

  /** Reads the value that comes, of a body that was checked. */
  readValue(): void {
    this.escaped = undefined;
    if (this.peek() === 'text') this.#readText();
    else {
      this.valueStart = this.at;
      this.valueEnd = labelValueEnd(this, this.at);
      this.at = this.valueEnd;
    }
  }

  #readText(): void {
    const start = this.at + 1;
    this.valueStart = start;
    this.at = plainTextEnd(this.bytes, this.view, start);
    if (this.bytes[this.at] === BACKSLASH || !this.passCharacters()) {
      this.at = start;
      this.escaped = readEscapedText(this);
    }
    this.valueEnd = this.at;
    this.leaveText();
  }
}
