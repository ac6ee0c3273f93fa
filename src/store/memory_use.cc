#include "store/memory_use.h"

#include <fcntl.h>
#include <sys/resource.h>
#include <unistd.h>

#include <algorithm>
#include <array>
#include <cstdio>
#include <fstream>
#include <string>

namespace tikrar {
namespace {

// Of an entry of /proc/self/pagemap: present, and a page of a file (where a
// file is mapped for itself alone, a page that was written is not).
constexpr uint64_t kIsOfFile = uint64_t{1} << 63 | uint64_t{1} << 61;

uint64_t PageBytes() { return static_cast<uint64_t>(sysconf(_SC_PAGESIZE)); }

// How many of the pages [begin, end) are resident and of a file.
uint64_t FilePages(int pagemap, uint64_t begin, uint64_t end) {
  std::array<uint64_t, 4096> entries;
  uint64_t pages = 0;
  while (begin < end) {
    const uint64_t count = std::min<uint64_t>(end - begin, entries.size());
    const ssize_t size =
        pread(pagemap, entries.data(), count * sizeof(uint64_t),
              static_cast<off_t>(begin * sizeof(uint64_t)));
    if (size < static_cast<ssize_t>(sizeof(uint64_t))) break;
    const size_t found = static_cast<size_t>(size) / sizeof(uint64_t);
    pages += static_cast<uint64_t>(std::count_if(
        entries.begin(), entries.begin() + found,
        [](uint64_t entry) { return (entry & kIsOfFile) == kIsOfFile; }));
    begin += found;
  }
  return pages;
}

}  // namespace

MemoryUse CurrentMemoryUse() { return MemoryMeter().Read(); }

MemoryMeter::MemoryMeter()
    : file_(open("/proc/self/statm", O_RDONLY | O_CLOEXEC)) {}

MemoryMeter::~MemoryMeter() {
  if (file_ >= 0) close(file_);
}

MemoryUse MemoryMeter::Read() const {
  char text[128];
  const ssize_t size = pread(file_, text, sizeof(text) - 1, 0);
  if (size <= 0) return {};
  text[size] = '\0';
  unsigned long long total = 0, resident = 0, shared = 0;
  if (std::sscanf(text, "%llu %llu %llu", &total, &resident, &shared) != 3) {
    return {};
  }
  const uint64_t page = PageBytes();
  // The two are read at slightly different times.
  return {resident * page, std::min(resident, shared) * page};
}

uint64_t PeakResidentBytes() {
  rusage usage{};
  if (getrusage(RUSAGE_SELF, &usage) != 0) return 0;
  return static_cast<uint64_t>(usage.ru_maxrss) * 1024;  // KiB on Linux
}

uint64_t AvailableMemoryBytes() {
  std::ifstream file("/proc/meminfo");
  for (std::string line; std::getline(file, line);) {
    unsigned long long kib = 0;
    if (std::sscanf(line.c_str(), "MemAvailable: %llu kB", &kib) == 1) {
      return uint64_t{kib} * 1024;
    }
  }
  return 0;
}

MappedFiles::MappedFiles() {
  std::ifstream maps("/proc/self/maps");
  for (std::string line; std::getline(maps, line);) {
    unsigned long long begin = 0, end = 0, inode = 0;
    char is_shared = '\0';  // 's', as a store's own mappings are, or 'p'
    if (std::sscanf(line.c_str(), "%llx-%llx %*3c%c %*s %*s %llu", &begin, &end,
                    &is_shared, &inode) == 4 &&
        inode != 0 && is_shared == 'p') {
      ranges_.emplace_back(begin, end);
    }
  }
}

// (mincore tells what is in the system's cache, mapped or not.)
uint64_t MappedFiles::resident_bytes() const {
  const int pagemap = open("/proc/self/pagemap", O_RDONLY | O_CLOEXEC);
  if (pagemap < 0) return 0;
  const uint64_t page = PageBytes();
  uint64_t pages = 0;
  for (const auto& [begin, end] : ranges_) {
    pages += FilePages(pagemap, begin / page, end / page);
  }
  close(pagemap);
  return pages * page;
}

}  // namespace tikrar
