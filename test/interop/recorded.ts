/** The same client, and the methods of it that were called, as `client.logstores.list`. */
export function recorded<Client extends object>(
  client: Client,
): { readonly client: Client; readonly called: ReadonlySet<string> } {
  const called = new Set<string>();
  const nouns = Object.entries(client).map(([noun, calls]) => [
    noun,
    typeof calls !== 'object'
      ? calls
      : Object.fromEntries(
          Object.entries(calls).map(([name, method]) => [
            name,
            (...given: unknown[]) => {
              called.add(`client.${noun}.${name}`);
              return (method as (...given: unknown[]) => unknown)(...given);
            },
          ]),
        ),
  ]);
  return { client: Object.fromEntries(nouns) as Client, called };
}
