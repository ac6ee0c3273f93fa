#include "store/memory_use.h"

#include <fcntl.h>
#include <sys/resource.h>
#include <unistd.h>

#include <algorithm>
#include <cstdio>

namespace tikrar {

MemoryUse CurrentMemoryUse() {
  const int file = open("/proc/self/statm", O_RDONLY | O_CLOEXEC);
  if (file < 0) return {};
  char text[128];
  const ssize_t size = read(file, text, sizeof(text) - 1);
  close(file);
  if (size <= 0) return {};
  text[size] = '\0';
  unsigned long long total = 0, resident = 0, shared = 0;
  if (std::sscanf(text, "%llu %llu %llu", &total, &resident, &shared) != 3) {
    return {};
  }
  const uint64_t page = static_cast<uint64_t>(sysconf(_SC_PAGESIZE));
  // The two are read at slightly different times.
  return {resident * page, std::min(resident, shared) * page};
}

uint64_t PeakResidentBytes() {
  rusage usage{};
  if (getrusage(RUSAGE_SELF, &usage) != 0) return 0;
  return static_cast<uint64_t>(usage.ru_maxrss) * 1024;  // KiB on Linux
}

}  // namespace tikrar
