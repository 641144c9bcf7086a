import { bytesFollow, type JsonScanner, patternOf, plainTextEnd } from '@polylog/driver-kit';
import { COLON, COMMA, QUOTE } from './characters.js';
import { labelValueEnd } from './label-value.js';
import { TIME_LABEL } from './service-labels.js';

const UNDERSCORE = 0x5f;
const TIME = patternOf(Buffer.from(`"${TIME_LABEL}":`));

/**
 * Passes over the labels of a log, which begin at the scanner's place. What does not stand as every encoder writes it is left
 * to the scanner; throws `corrupt-data` for what is no object. Answers where the value of the label of the time stands, since
 * that is asked of nearly every record; 0 where it has to be looked for.
 */
export function passLabels(scanner: JsonScanner): number {
  const { bytes, view } = scanner;
  if (!scanner.nextMember(true)) return 0;
  let timeAt = 0;
  let isClear = true;
  for (let at = scanner.at; ; ) {
    const nameEnd = plainTextEnd(bytes, view, at + 1);
    if (bytes[nameEnd] === QUOTE && bytes[nameEnd + 1] === COLON) {
      const valueAt = nameEnd + 2;
      // Its length alone is not telling enough: to compare every name of eight characters would cost a third of the walk.
      if (valueAt - at === TIME.length && bytes[at + 1] === UNDERSCORE && bytesFollow(bytes, view, at, TIME)) {
        timeAt ||= valueAt;
      }
      at = valueAt;
    } else {
      // It may have been the one, only written in another way.
      isClear = false;
      scanner.at = at;
      scanner.passName();
      at = scanner.at;
    }
    at = labelValueEnd(scanner, at);
    if (bytes[at] === COMMA && bytes[at + 1] === QUOTE) at++;
    else {
      scanner.at = at;
      if (!scanner.nextMember(false)) return isClear ? timeAt : 0;
      at = scanner.at;
    }
  }
}
