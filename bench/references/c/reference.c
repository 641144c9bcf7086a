// liblz4 as a candidate: what it reaches without any JavaScript around it. See lib/candidate.mjs for what is said on stdin
// and stdout.
//
// Arguments: folder, set, job (decode or encode).
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

#include "lz4.h"

struct body {
  char *raw, *block;
  int raw_size, block_size;
};

enum { MOST_BODIES = 16 };

static struct body bodies[MOST_BODIES];
static int body_count;
/* Used again for each body, as a pool would. */
static char *output;
static int output_size;

static void fail(const char *what) {
  fprintf(stderr, "%s\n", what);
  exit(1);
}

/* NULL where there is no such file. */
static char *load(const char *folder, const char *set, int number, const char *ending, int *size) {
  char path[4096];
  snprintf(path, sizeof path, "%s/%s-%d.%s", folder, set, number, ending);
  FILE *file = fopen(path, "rb");
  if (file == NULL) return NULL;
  fseek(file, 0, SEEK_END);
  *size = (int)ftell(file);
  rewind(file);
  char *bytes = malloc((size_t)*size + 1);
  if (bytes == NULL || fread(bytes, 1, (size_t)*size, file) != (size_t)*size) fail("a body cannot be read");
  fclose(file);
  return bytes;
}

static void load_bodies(const char *folder, const char *set) {
  for (; body_count < MOST_BODIES; body_count++) {
    struct body *body = &bodies[body_count];
    body->raw = load(folder, set, body_count, "raw", &body->raw_size);
    if (body->raw == NULL) break;
    body->block = load(folder, set, body_count, "lz4", &body->block_size);
    if (body->block == NULL) fail("a body has no block");
    if (LZ4_compressBound(body->raw_size) > output_size) output_size = LZ4_compressBound(body->raw_size);
  }
  if (body_count == 0) fail("there are no bodies");
  output = malloc((size_t)output_size);
  if (output == NULL) fail("no memory");
}

static void decode(const struct body *body) {
  if (LZ4_decompress_safe(body->block, output, body->block_size, output_size) != body->raw_size) fail("a body is damaged");
}

static int encode(const struct body *body) {
  int size = LZ4_compress_default(body->raw, output, body->raw_size, output_size);
  if (size == 0) fail("a body cannot be encoded");
  return size;
}

/* CRC-32 of the raw bytes of all bodies, as they come out. */
static void verify(int encoding) {
  uint32_t table[256], crc = 0xffffffff;
  for (uint32_t i = 0; i < 256; i++) {
    table[i] = i;
    for (int bit = 0; bit < 8; bit++) table[i] = (table[i] >> 1) ^ (table[i] & 1 ? 0xedb88320 : 0);
  }
  for (int i = 0; i < body_count; i++) {
    const char *bytes = output;
    char *decoded = NULL;
    if (encoding) {
      int size = encode(&bodies[i]);
      bytes = decoded = malloc((size_t)bodies[i].raw_size);
      if (LZ4_decompress_safe(output, decoded, size, bodies[i].raw_size) != bodies[i].raw_size) fail("not what was encoded");
    } else {
      decode(&bodies[i]);
    }
    for (int at = 0; at < bodies[i].raw_size; at++) crc = table[(crc ^ (uint8_t)bytes[at]) & 255] ^ (crc >> 8);
    free(decoded);
  }
  printf("{\"checksum\":\"%08x\"}\n", ~crc);
}

static double milliseconds(clockid_t clock) {
  struct timespec now;
  clock_gettime(clock, &now);
  return (double)now.tv_sec * 1e3 + (double)now.tv_nsec / 1e6;
}

static void run(int encoding, double at_least_ms) {
  static int turn;
  long long bytes = 0, encoded = 0;
  double cpu_ms, start = milliseconds(CLOCK_MONOTONIC), cpu = milliseconds(CLOCK_PROCESS_CPUTIME_ID);
  do {
    const struct body *body = &bodies[turn++ % body_count];
    if (encoding) encoded += encode(body);
    else decode(body);
    bytes += body->raw_size;
    cpu_ms = milliseconds(CLOCK_PROCESS_CPUTIME_ID) - cpu;
  } while (cpu_ms < at_least_ms);
  printf("{\"bytes\":%lld,\"records\":0,\"encoded\":%lld,\"wallMs\":%f,\"cpuMs\":%f}\n", bytes, encoded,
         milliseconds(CLOCK_MONOTONIC) - start, cpu_ms);
}

int main(int count, char **arguments) {
  if (count != 4) fail("arguments: folder, set, job");
  load_bodies(arguments[1], arguments[2]);
  int encoding = strcmp(arguments[3], "encode") == 0;
  for (char line[64]; fgets(line, sizeof line, stdin) != NULL; fflush(stdout)) {
    if (strncmp(line, "run ", 4) == 0) run(encoding, atof(line + 4));
    else verify(encoding);
  }
}
