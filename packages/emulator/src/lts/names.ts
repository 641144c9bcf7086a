/** Of a log group, a log stream or a consumer group: letters of any script, nothing that cannot be seen. */
export function isName(text: string): boolean {
  return /^[^\p{Cc}/]{1,64}$/u.test(text);
}
