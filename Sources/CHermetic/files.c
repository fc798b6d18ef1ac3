#include "hermetic_files.h"

#include <dirent.h>
#include <errno.h>
#include <fcntl.h>
#include <limits.h>
#include <stdlib.h>
#include <string.h>
#include <sys/xattr.h>
#include <unistd.h>

extern char **environ;

int hermetic_check_executable(const char *path) {
  return faccessat(AT_FDCWD, path, X_OK, AT_EACCESS) == 0 ? 0 : errno;
}

static ssize_t copy_out(const char *text, char *buffer, size_t capacity) {
  size_t length = strlen(text);
  if (length > capacity) return -ERANGE;
  memcpy(buffer, text, length);
  return (ssize_t)length;
}

ssize_t hermetic_real_path(const char *path, char *buffer, size_t capacity) {
  char resolved[PATH_MAX];
  return realpath(path, resolved) == NULL ? -errno : copy_out(resolved, buffer, capacity);
}

ssize_t hermetic_read_link(const char *path, char *buffer, size_t capacity) {
  ssize_t length = readlink(path, buffer, capacity);
  return length < 0 ? -errno : length;
}

ssize_t hermetic_working_directory(char *buffer, size_t capacity) {
  char path[PATH_MAX];
  return getcwd(path, sizeof path) == NULL ? -errno : copy_out(path, buffer, capacity);
}

ssize_t hermetic_list_directory(const char *path, char *buffer, size_t capacity) {
  DIR *directory = opendir(path);
  if (directory == NULL) return -errno;
  size_t used = 0;
  ssize_t result = 0;
  for (;;) {
    errno = 0;
    const struct dirent *entry = readdir(directory);
    if (entry == NULL) {
      result = errno != 0 ? -errno : (ssize_t)used;
      break;
    }
    if (strcmp(entry->d_name, ".") == 0 || strcmp(entry->d_name, "..") == 0) continue;
    size_t size = strlen(entry->d_name) + 1;
    if (size > capacity - used) {
      result = -ERANGE;
      break;
    }
    memcpy(buffer + used, entry->d_name, size);
    used += size;
  }
  closedir(directory);
  return result;
}

int hermetic_has_file_capabilities(const char *path) {
  if (getxattr(path, "security.capability", NULL, 0) >= 0) return 1;
  return errno != ENODATA && errno != ENOTSUP && errno != ENOSYS;
}

const char *hermetic_environment_entry(size_t index) {
  return environ == NULL ? NULL : environ[index];
}
