/** Where all three services of the emulator are, and with which keys. */
export interface Service {
  readonly endpoint: string;
  readonly accessKeyId: string;
  readonly secretAccessKey: string;
}
