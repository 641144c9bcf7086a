/** Of a consumer group, and of what a test makes by hand: letters of any script, nothing that cannot be seen. */
export function isName(text: string): boolean {
  return /^[^\p{Cc}/]{1,64}$/u.test(text);
}

/** Of a log group or a log stream (API reference, CreateLogGroup): Chinese letters are taken as well. */
export function isLogName(text: string): boolean {
  return /^(?![._])[0-9A-Za-z\u4e00-\u9fff_.-]{1,64}$/.test(text) && !text.endsWith('.');
}
