import { JsonScanner } from '@polylog/driver-kit';
import { labelValueEnd } from './label-value.js';

/** A place in the body of a pull, and the value of a label that was read last. */
export class LabelScanner extends JsonScanner {
  /** Of a text what stands between its quotes, of any other value all of it. */
  valueStart = 0;
  valueEnd = 0;
  /** Whether it is a text that does not stand as it reads. */
  hasEscapes = false;

  /** Reads the value that comes, of a body that was checked. */
  readValue(): void {
    const isText = this.peek() === 'text';
    if (isText) {
      this.enterText();
      this.valueStart = this.at;
      this.hasEscapes = !this.passCharacters();
      this.valueEnd = this.at;
      this.leaveText();
    } else {
      this.valueStart = this.at;
      this.hasEscapes = false;
      this.at = labelValueEnd(this, this.at);
      this.valueEnd = this.at;
    }
  }
}
