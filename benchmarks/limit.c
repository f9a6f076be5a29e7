/* What any program that hashes a folder has to do: list it, then open, read and hash (OpenSSL's
   SHA-256) every file, in several processes. It tells no types, counts no records, builds no tree
   and writes nothing.

   cc -O2 -o limit limit.c -lcrypto && ./limit DIR [PROCESSES] */
#define _GNU_SOURCE
#include <dirent.h>
#include <fcntl.h>
#include <openssl/evp.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <unistd.h>

enum { BUFFER = 1 << 18, BATCH = 64, MANY = 4096 };

static char **paths;
static size_t count, room;

static void list(const char *folder) {
  DIR *entries = opendir(folder);
  struct dirent *entry;
  if (!entries) {
    perror(folder);
    exit(1);
  }
  while ((entry = readdir(entries))) {
    if (!strcmp(entry->d_name, ".") || !strcmp(entry->d_name, "..")) continue;
    char *path = malloc(strlen(folder) + strlen(entry->d_name) + 2);
    sprintf(path, "%s/%s", folder, entry->d_name);
    if (entry->d_type == DT_DIR) {
      list(path);
      free(path);
    } else if (entry->d_type == DT_REG) {
      if (count == room) paths = realloc(paths, (room = room ? 2 * room : 1024) * sizeof *paths);
      paths[count++] = path;
    }
  }
  closedir(entries);
}

/* Take batches of paths until there are none left. */
static void work(uint64_t *next, uint64_t *bytes) {
  size_t batch = count > MANY ? BATCH : 1, at;
  char *buffer = malloc(BUFFER);
  unsigned char digest[32];
  EVP_MD *sha256 = EVP_MD_fetch(NULL, "SHA256", NULL);
  EVP_MD_CTX *context = EVP_MD_CTX_new();
  while ((at = __atomic_fetch_add(next, batch, __ATOMIC_RELAXED)) < count) {
    for (size_t end = at + batch < count ? at + batch : count; at < end; at++) {
      int file = open(paths[at], O_RDONLY);
      ssize_t size;
      if (file < 0) {
        perror(paths[at]);
        _exit(1);
      }
      EVP_DigestInit_ex2(context, sha256, NULL);
      while ((size = read(file, buffer, BUFFER)) > 0) {
        EVP_DigestUpdate(context, buffer, size);
        __atomic_fetch_add(bytes, size, __ATOMIC_RELAXED);
      }
      EVP_DigestFinal_ex(context, digest, NULL);
      close(file);
    }
  }
}

int main(int argc, char **argv) {
  if (argc < 2) {
    fprintf(stderr, "usage: %s DIR [PROCESSES]\n", argv[0]);
    return 2;
  }
  int processes = argc > 2 ? atoi(argv[2]) : 2, status, failed = 0;
  uint64_t *shared =
      mmap(NULL, 4096, PROT_READ | PROT_WRITE, MAP_SHARED | MAP_ANONYMOUS, -1, 0);
  list(argv[1]);
  for (int i = 0; i < processes; i++) {
    if (!fork()) {
      work(shared, shared + 1);
      _exit(0);
    }
  }
  while (wait(&status) > 0) failed |= status;
  printf("%zu files, %lu bytes\n", count, (unsigned long)shared[1]);
  return failed != 0;
}
