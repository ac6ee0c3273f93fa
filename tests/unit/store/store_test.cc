#include "tikrar/store.h"

#include <fcntl.h>
#include <sys/mman.h>
#include <sys/mount.h>
#include <sys/resource.h>
#include <unistd.h>

#include <algorithm>
#include <atomic>
#include <chrono>
#include <csignal>
#include <cstdint>
#include <cstdio>
#include <cstdlib>
#include <cstring>
#include <filesystem>
#include <fstream>
#include <numeric>
#include <random>
#include <string>
#include <system_error>
#include <thread>
#include <utility>
#include <vector>

#include "gmock/gmock.h"
#include "gtest/gtest.h"
#include "store/memory_use.h"

namespace tikrar {
namespace {

constexpr uint64_t kMegabyte = uint64_t{1} << 20;

// Several bytes of shadow for each byte the program touches: they count as its
// heap, so that no ceiling of its own can hold.
#if defined(__SANITIZE_THREAD__)
constexpr bool kHasShadow = true;
#else
constexpr bool kHasShadow = false;
#endif

std::unique_ptr<Store> MakeStore(uint64_t memory_bytes, bool fill = true) {
  absl::StatusOr<std::unique_ptr<Store>> store =
      Store::Create({.folder = {}, .memory_bytes = memory_bytes, .fill = fill});
  EXPECT_TRUE(store.ok()) << store.status();
  return std::move(*store);
}

// Against std::vector, with sizes on both sides of kLeastBytes.
TEST(StoredVectorTest, IsAVector) {
  const auto store = MakeStore(uint64_t{1} << 40);
  std::mt19937 random(1);
  std::vector<uint32_t> expected;
  StoredVector<uint32_t> vector(store.get());
  for (int step = 0; step < 300; ++step) {
    const size_t size = random() % (Store::kLeastBytes / 2);
    switch (random() % 4) {
      case 0:
        expected.resize(size, 7);
        vector.resize(size, 7);
        break;
      case 1:
        for (size_t i = 0; i < size / 16; ++i) {
          expected.push_back(static_cast<uint32_t>(i));
          vector.push_back(static_cast<uint32_t>(i));
        }
        break;
      case 2: {
        StoredVector<uint32_t> other(store.get());
        other.assign(3, 1);
        other = std::move(vector);
        vector = StoredVector<uint32_t>(store.get());
        vector.swap(other);
        break;
      }
      default:
        std::reverse(expected.begin(), expected.end());
        std::reverse(vector.begin(), vector.end());
    }
    ASSERT_TRUE(std::equal(expected.begin(), expected.end(), vector.begin(),
                           vector.end()));
    ASSERT_EQ(vector.get_allocator().store(), store.get());
  }
  EXPECT_TRUE(store->Check().ok());
  EXPECT_GT(store->peak_file_bytes(), kMegabyte);
  vector = StoredVector<uint32_t>(store.get());
  EXPECT_EQ(store->file_bytes(), 0u);
}

// Three times what may be resident, written and read by two threads.
TEST(StoreTest, HoldsTheCeiling) {
  const uint64_t room = 64 * kMegabyte;
  const uint64_t ceiling = CurrentMemoryUse().resident_bytes + room;
  const auto store = MakeStore(ceiling);
  constexpr uint64_t kSize = 3 * room / sizeof(uint64_t);
  StoredVector<uint64_t> numbers(kSize, 0, store.get());
  std::atomic<uint64_t> peak = 0;
  std::atomic<uint64_t> wrong = 0;
  const auto visit = [&](uint64_t first, int64_t step, const auto& body) {
    for (uint64_t i = 0; i < kSize; ++i) {
      body(first + i * static_cast<uint64_t>(step));
      if (i % (kMegabyte / sizeof(uint64_t)) != 0) continue;
      const absl::Status status = store->Check();
      EXPECT_TRUE(kHasShadow || status.ok()) << status;
      peak = std::max<uint64_t>(peak, CurrentMemoryUse().resident_bytes);
    }
  };
  visit(0, 1, [&](uint64_t i) { numbers[i] = i * i; });
  std::thread other(
      [&] { visit(0, 1, [&](uint64_t i) { wrong += numbers[i] != i * i; }); });
  visit(kSize - 1, -1, [&](uint64_t i) { wrong += numbers[i] != i * i; });
  other.join();
  EXPECT_EQ(wrong, 0u);
  EXPECT_GE(store->peak_file_bytes(), kSize * sizeof(uint64_t));
  if (kHasShadow) GTEST_SKIP() << "ceiling not measured under TSan";
  EXPECT_LE(peak, ceiling);
}

// The program's own files, which nobody can give back, are more than a small
// ceiling has room for: what is in use must not go for them at each look.
TEST(StoreTest, KeepsWhatIsInUse) {
  const MemoryUse use = CurrentMemoryUse();
  const uint64_t ceiling =
      std::max(use.heap_bytes() * 4 / 3 + kMegabyte, 24 * kMegabyte);
  const auto store = MakeStore(ceiling);
  StoredVector<char> block(Store::kLeastBytes + 1, 'x', store.get());
  rusage before{};
  ASSERT_EQ(getrusage(RUSAGE_SELF, &before), 0);
  const auto begin = std::chrono::steady_clock::now();
  while (std::chrono::steady_clock::now() - begin <
         std::chrono::milliseconds(50)) {
    store->Check().IgnoreError();
    for (size_t i = 0; i < block.size(); i += 4096) block[i] += 1;
  }
  rusage after{};
  ASSERT_EQ(getrusage(RUSAGE_SELF, &after), 0);
  EXPECT_LT(after.ru_minflt - before.ru_minflt, 2000);
}

// Whether any page of a block has this flag of /proc/self/smaps.
bool HasFlag(const char* block, size_t size, const std::string& flag) {
  std::ifstream maps("/proc/self/smaps");
  const auto first = reinterpret_cast<uintptr_t>(block);
  bool is_of_block = false;
  for (std::string line; std::getline(maps, line);) {
    unsigned long long begin = 0, end = 0;
    if (std::sscanf(line.c_str(), "%llx-%llx ", &begin, &end) == 2) {
      is_of_block = begin < first + size && first < end;
    } else if (is_of_block && line.starts_with("VmFlags:") &&
               (line + " ").find(" " + flag + " ") != std::string::npos) {
      return true;
    }
  }
  return false;
}

// Those without a name: the watch opens others all the time.
size_t OpenFiles() {
  size_t count = 0;
  for (const auto& file :
       std::filesystem::directory_iterator("/proc/self/fd")) {
    std::error_code error;
    const auto name = std::filesystem::read_symlink(file.path(), error);
    if (!error && name.string().ends_with(" (deleted)")) ++count;
  }
  return count;
}

// Pages are there before they are written, all zeros, and none is resident.
TEST(StoreTest, FillsBlocks) {
  const auto store = MakeStore(uint64_t{1} << 40);
  const size_t size = 65 * kMegabyte + 12345;
  if (AvailableMemoryBytes() < 16 * size) GTEST_SKIP() << "little memory";
  const uint64_t before = CurrentMemoryUse().file_bytes;
  char* const block = static_cast<char*>(store->Allocate(size));
  EXPECT_LT(CurrentMemoryUse().file_bytes, before + 2 * kMegabyte);
  EXPECT_FALSE(HasFlag(block, size, "rr"));
  std::vector<unsigned char> pages((size + 4095) / 4096);
  ASSERT_EQ(mincore(block, size, pages.data()), 0);
  EXPECT_EQ(std::count_if(pages.begin(), pages.end(),
                          [](unsigned char page) { return (page & 1) == 0; }),
            0);
  EXPECT_EQ(std::count(block, block + size, '\0'),
            static_cast<ptrdiff_t>(size));
  store->Free(block, size);
}

// Of about the size that is asked for; what was written last comes first.
TEST(StoreTest, UsesFreedBlocksAgain) {
  const auto store = MakeStore(300 * kMegabyte);
  const size_t size = 40 * kMegabyte;
  if (AvailableMemoryBytes() < 16 * size) GTEST_SKIP() << "little memory";
  char* const first = static_cast<char*>(store->Allocate(size));
  char* const second = static_cast<char*>(store->Allocate(size));
  std::memset(first, 'x', size);
  store->Free(first, size);
  store->Free(second, size);
  EXPECT_EQ(store->file_bytes(), 0u);
  EXPECT_EQ(store->Allocate(size), second);
  EXPECT_EQ(store->Allocate(size * 3 / 4), first);
  EXPECT_EQ(store->file_bytes(), 2 * size);
  store->Free(second, size);
  store->Free(first, size * 3 / 4);
  EXPECT_EQ(store->peak_file_bytes(), 2 * size);
  void* const larger = store->Allocate(size + 4096);
  void* const smaller = store->Allocate(size / 2);
  EXPECT_EQ(store->file_bytes(), size + 4096 + size / 2);
  store->Free(larger, size + 4096);
  store->Free(smaller, size / 2);
}

// Their files are closed, and no longer held, past what the ceiling is.
TEST(StoreTest, KeepsFewFreedBlocks) {
  const auto store = MakeStore(256 * kMegabyte);
  const size_t size = 80 * kMegabyte;
  if (AvailableMemoryBytes() < 16 * size) GTEST_SKIP() << "little memory";
  const size_t files = OpenFiles();
  std::vector<void*> blocks(5);
  for (void*& block : blocks) block = store->Allocate(size);
  EXPECT_EQ(OpenFiles(), files + 5);
  for (void* const block : blocks) store->Free(block, size);
  EXPECT_EQ(OpenFiles(), files + 3);
  EXPECT_EQ(store->Allocate(size), blocks[4]);
  EXPECT_EQ(store->Allocate(size), blocks[3]);
  EXPECT_EQ(store->Allocate(size), blocks[2]);
  EXPECT_EQ(store->peak_file_bytes(), 5 * size);
  for (const int i : {2, 3, 4}) store->Free(blocks[i], size);
}

// They are given up where the disk has no room for others.
TEST(StoreTest, FreedBlocksFillNoDisk) {
  std::string folder = testing::TempDir() + "store_test_XXXXXX";
  ASSERT_NE(mkdtemp(folder.data()), nullptr);
  if (mount("tmpfs", folder.c_str(), "tmpfs", 0, "size=32m") != 0) {
    std::filesystem::remove(folder);
    GTEST_SKIP() << "no tmpfs can be mounted";
  }
  {
    const auto store =
        *Store::Create({.folder = folder, .memory_bytes = 300 * kMegabyte});
    void* const small = store->Allocate(16 * kMegabyte);
    store->Free(small, 16 * kMegabyte);
    void* const large = store->Allocate(28 * kMegabyte);
    EXPECT_EQ(store->file_bytes(), 28 * kMegabyte);
    const absl::Status status = store->Check();
    EXPECT_TRUE(kHasShadow || status.ok()) << status;
    store->Free(large, 28 * kMegabyte);
  }
  EXPECT_EQ(umount(folder.c_str()), 0);
  EXPECT_TRUE(std::filesystem::remove(folder));
}

// What a thread writes between two looks of the watch is much of a small
// ceiling: there blocks are not filled.
TEST(StoreTest, FillsNoBlocksOfSmallCeilings) {
  for (const size_t megabytes : {255, 256}) {
    const size_t size = 64 * kMegabyte;
    if (AvailableMemoryBytes() < 16 * size) GTEST_SKIP() << "little memory";
    const auto store = MakeStore(megabytes * kMegabyte);
    char* const block = static_cast<char*>(store->Allocate(size));
    if (!HasFlag(block, size, "sh")) {
      store->Free(block, size);
      GTEST_SKIP() << "no flags in /proc/self/smaps";
    }
    EXPECT_EQ(HasFlag(block, size, "rr"), megabytes < 256);
    store->Free(block, size);
  }
}

// A large block that is not is filled page by page, and read with read-ahead
// once it is full.
TEST(StoreTest, ReadsAheadWhatIsFull) {
  const auto store = MakeStore(uint64_t{1} << 40, /*fill=*/false);
  const size_t size = 64 * kMegabyte;
  char* const block = static_cast<char*>(store->Allocate(size));
  if (!HasFlag(block, size, "sh")) {
    store->Free(block, size);
    GTEST_SKIP() << "no flags in /proc/self/smaps";
  }
  EXPECT_TRUE(HasFlag(block, size, "rr"));
  std::memset(block, 'x', size / 2);
  std::this_thread::sleep_for(std::chrono::milliseconds(200));
  EXPECT_TRUE(HasFlag(block, size, "rr"));
  std::memset(block, 'x', size);
  for (int i = 0; i < 500 && HasFlag(block, size, "rr"); ++i) {
    std::this_thread::sleep_for(std::chrono::milliseconds(10));
  }
  EXPECT_FALSE(HasFlag(block, size, "rr"));
  store->Free(block, size);
}

TEST(MappedFilesTest, AreTheProgramsOwn) {
  const MappedFiles files;
  const uint64_t before = files.resident_bytes();
  EXPECT_GT(before, kMegabyte);
  EXPECT_LE(before, CurrentMemoryUse().file_bytes + kMegabyte);
  const auto store = MakeStore(uint64_t{1} << 40);
  const StoredVector<char> block(64 * kMegabyte, 'x', store.get());
  EXPECT_GE(CurrentMemoryUse().file_bytes, before / 2 + 64 * kMegabyte);
  EXPECT_LT(files.resident_bytes(), before + 16 * kMegabyte);
  // Nor is what another store held before.
  const MappedFiles later;
  EXPECT_LT(later.resident_bytes(), before + 16 * kMegabyte);
}

TEST(StoreTest, HeapAboveTheCeilingIsAnError) {
  const auto store = MakeStore(CurrentMemoryUse().heap_bytes() + kMegabyte);
  const std::vector<char> heap(64 * kMegabyte, 'x');
  EXPECT_EQ(heap.back(), 'x');
  EXPECT_EQ(store->Check().code(), absl::StatusCode::kResourceExhausted);
}

// What does not fit on the disk is not lost, and not passed over either.
TEST(StoreTest, FullDiskIsAnError) {
  std::vector<std::string> told;
  const auto store = *Store::Create({.folder = {},
                                     .memory_bytes = uint64_t{1} << 40,
                                     .on_failure = [&](const auto& status) {
                                       told.emplace_back(status.message());
                                     }});
  rlimit before{};
  ASSERT_EQ(getrlimit(RLIMIT_FSIZE, &before), 0);
  rlimit small = before;
  small.rlim_cur = 4 * kMegabyte;
  const auto old_handler = std::signal(SIGXFSZ, SIG_IGN);
  ASSERT_EQ(setrlimit(RLIMIT_FSIZE, &small), 0);
  StoredVector<uint64_t> numbers(store.get());
  for (uint64_t i = 0; i < kMegabyte; ++i) numbers.push_back(i);
  setrlimit(RLIMIT_FSIZE, &before);
  std::signal(SIGXFSZ, old_handler);
  for (uint64_t i = 0; i < kMegabyte; ++i) ASSERT_EQ(numbers[i], i);
  const std::string message(store->Check().message());
  EXPECT_NE(message.find(": temporary file, file too large"), std::string::npos)
      << message;
  EXPECT_EQ(told, std::vector<std::string>{message});
}

TEST(StoreTest, FolderThatIsNone) {
  const absl::Status status =
      Store::Create({.folder = "no/such/folder", .memory_bytes = 1}).status();
  EXPECT_EQ(status.message(),
            "no/such/folder: temporary file, no such file or directory");
}

TEST(StoreTest, LeavesNoFile) {
  std::string folder = testing::TempDir() + "store_test_XXXXXX";
  ASSERT_NE(mkdtemp(folder.data()), nullptr);
  {
    auto store = Store::Create({.folder = folder, .memory_bytes = 1});
    ASSERT_TRUE(store.ok()) << store.status();
    const StoredVector<char> block(kMegabyte * 2, 'x', store->get());
    EXPECT_EQ((*store)->file_bytes(), kMegabyte * 2);
    EXPECT_TRUE(std::filesystem::is_empty(folder));
  }
  EXPECT_TRUE(std::filesystem::remove(folder));
}

// Also when the vectors are moved, and with a block larger than the arena's.
TEST(StoreArenaTest, VectorsStay) {
  const auto store = MakeStore(uint64_t{1} << 40);
  for (Store* const place : {static_cast<Store*>(nullptr), store.get()}) {
    std::unique_ptr<StoreArena> arena;
    if (place != nullptr) arena = std::make_unique<StoreArena>(place);
    std::vector<ArenaVector<uint16_t>> vectors;
    for (size_t size = 0; size < 3000; ++size) {
      vectors.emplace_back(size, static_cast<uint16_t>(size), arena.get());
    }
    const std::vector<uint16_t> large(10 * kMegabyte, 7);
    vectors.emplace_back(large.begin(), large.end(), arena.get());
    for (size_t size = 0; size < 3000; ++size) {
      ASSERT_THAT(vectors[size], testing::SizeIs(size));
      ASSERT_THAT(vectors[size], testing::Each(size));
    }
    EXPECT_TRUE(std::equal(large.begin(), large.end(), vectors.back().begin(),
                           vectors.back().end()));
    EXPECT_EQ(store->file_bytes() > 20 * kMegabyte, place != nullptr);
  }
}

TEST(StoreOfTableTest, AQuarterOfTheCeilingIsHeap) {
  const auto store = MakeStore(400 * kMegabyte);
  EXPECT_EQ(StoreOfTable(store.get(), 100 * kMegabyte), nullptr);
  EXPECT_EQ(StoreOfTable(store.get(), 100 * kMegabyte + 1), store.get());
  EXPECT_EQ(StoreOfTable(nullptr, uint64_t{1} << 40), nullptr);
}

TEST(StoredReaderTest, ReadsWhatIsThere) {
  const auto store = MakeStore(4 * kMegabyte);
  const size_t files = OpenFiles();
  {
    constexpr size_t kMost = StoredReader<uint32_t>::kMostBytes / 4;
    StoredVector<uint32_t> numbers(kMegabyte, 0, store.get());
    std::iota(numbers.begin(), numbers.end(), 5u);
    const auto all = absl::MakeConstSpan(numbers);
    const StoredReader<uint32_t> reader(numbers);
    EXPECT_FALSE(reader.is_in_place());
    EXPECT_EQ(OpenFiles(), files + 1);
    std::mt19937 random(3);
    std::vector<uint32_t> buffer;
    for (int round = 0; round < 2000; ++round) {
      const size_t count = random() % (kMost + 2);
      const size_t begin = random() % (all.size() - count + 1);
      const auto part = reader.Read(all.subspan(begin, count), &buffer);
      ASSERT_EQ(part, all.subspan(begin, count));
      EXPECT_EQ(part.data() == all.data() + begin, count > kMost);
    }
    EXPECT_EQ(reader.Read(all.last(kMost), &buffer), all.last(kMost));
    EXPECT_LE(buffer.size(), kMost);
  }
  EXPECT_EQ(OpenFiles(), files);
}

TEST(StoredReaderTest, TheFirstPartIsOnTheHeap) {
  const auto store = MakeStore(4 * kMegabyte);
  StoredVector<uint32_t> numbers(kMegabyte, 0, store.get());
  std::iota(numbers.begin(), numbers.end(), 5u);
  const auto all = absl::MakeConstSpan(numbers);
  const StoredReader<uint32_t> reader(numbers, 1000 * sizeof(uint32_t) + 3);
  std::vector<uint32_t> buffer;
  for (const size_t begin : {0, 1, 989, 990, 991, 1000, 5000}) {
    buffer.clear();
    const auto part = reader.Read(all.subspan(begin, 10), &buffer);
    EXPECT_EQ(part, all.subspan(begin, 10));
    EXPECT_EQ(buffer.empty(), begin <= 990);
  }
}

// An array is known by any place in it.
TEST(StoredReaderTest, OfTheArrayThatAPlaceLiesIn) {
  const auto store = MakeStore(4 * kMegabyte);
  const StoredVector<uint32_t> numbers(kMegabyte, 7, store.get());
  const std::vector<uint32_t> others(100, 8);
  const StoredReader<uint32_t> reader(store.get(), &numbers[kMegabyte / 2]);
  EXPECT_FALSE(reader.is_in_place());
  std::vector<uint32_t> buffer;
  const auto all = absl::MakeConstSpan(numbers);
  EXPECT_NE(reader.Read(all.last(3), &buffer).data(), all.last(3).data());
  EXPECT_FALSE(buffer.empty());
  EXPECT_EQ(reader.Read(others, &buffer).data(), others.data());
  EXPECT_TRUE(StoredReader<uint32_t>(store.get(), others.data()).is_in_place());
  EXPECT_TRUE(StoredReader<uint32_t>(nullptr, others.data()).is_in_place());
}

TEST(StoredReaderTest, LeavesWhereItIsWhatFits) {
  const auto store = MakeStore(uint64_t{1} << 40);
  const StoredVector<uint32_t> on_heap(kMegabyte, 7);
  const StoredVector<uint32_t> small(kMegabyte, 7, store.get());
  std::vector<uint32_t> buffer;
  for (const auto* numbers : {&on_heap, &small}) {
    const StoredReader<uint32_t> reader(*numbers);
    EXPECT_TRUE(reader.is_in_place());
    EXPECT_EQ(reader.Read(absl::MakeConstSpan(*numbers), &buffer).data(),
              numbers->data());
  }
}

// Looks all over an array that is read through its file bring in none of it.
TEST(StoredReaderTest, MakesNothingResident) {
  const auto store = MakeStore(4 * kMegabyte);
  StoredVector<uint32_t> numbers(8 * kMegabyte, 1, store.get());
  madvise(numbers.data(), numbers.size() * sizeof(uint32_t), MADV_DONTNEED);
  const StoredReader<uint32_t> reader(numbers);
  std::vector<uint32_t> buffer;
  uint64_t sum = 0;
  const uint64_t before = CurrentMemoryUse().file_bytes;
  for (size_t i = 0; i + 1 < numbers.size(); i += 1024) {
    sum += reader.Read(absl::MakeConstSpan(numbers).subspan(i, 1), &buffer)
               .front();
  }
  EXPECT_EQ(sum, numbers.size() / 1024);
  EXPECT_LT(CurrentMemoryUse().file_bytes, before + 2 * kMegabyte);
}

TEST(StoredTextReaderTest, ReadsWhatIsThere) {
  const auto store = MakeStore(64 * kMegabyte);
  constexpr size_t kMost = StoredReader<char>::kMostBytes;
  StringArena arena(store.get());
  std::vector<std::pair<std::string, std::string_view>> kept;
  std::mt19937 random(4);
  // Blocks of 16, 32 and 32 MiB, of which the first has no file to be read.
  for (uint64_t bytes = 0; bytes < 70 * kMegabyte;
       bytes += kept.back().first.size()) {
    std::string text(random() % (kMost + 100), 'x');
    for (size_t i = 0; i < text.size(); i += 97) {
      text[i] = static_cast<char>('a' + random() % 26);
    }
    const std::string_view view = arena.Add(text);
    kept.emplace_back(std::move(text), view);
  }
  const StoredTextReader reader(arena);
  std::string buffer;
  size_t copies = 0;
  for (const auto& [text, view] : kept) {
    const std::string_view read = reader.Read(view, &buffer);
    ASSERT_EQ(read, text);
    ASSERT_TRUE(read.data() == view.data() || read.data() == buffer.data());
    copies += !view.empty() && read.data() == buffer.data();
    ASSERT_TRUE(text.size() <= kMost || read.data() == view.data());
    if (text.size() < 9) continue;
    ASSERT_EQ(reader.Read(view.substr(3, 5), &buffer), text.substr(3, 5));
  }
  EXPECT_GT(copies, kept.size() / 2);
  EXPECT_LT(copies, kept.size() * 9 / 10);
  const std::string other = "not of the arena";
  EXPECT_EQ(reader.Read(other, &buffer).data(), other.data());
}

TEST(StoredTextReaderTest, LeavesTheHeap) {
  StringArena arena;
  const std::string_view text = arena.Add("text");
  std::string buffer;
  EXPECT_EQ(StoredTextReader(arena).Read(text, &buffer).data(), text.data());
}

TEST(StoreBytesTest, GoWithTheirOwner) {
  const auto store = MakeStore(uint64_t{1} << 40);
  {
    StoreBytes bytes(3 * kMegabyte, store.get());
    std::memset(bytes.data(), 'x', bytes.size());
    EXPECT_EQ(store->file_bytes(), 3 * kMegabyte);
    const char* const at = bytes.data();
    StoreBytes other(std::move(bytes));
    EXPECT_EQ(other.data(), at);
    StoreBytes last(2 * kMegabyte, store.get());
    EXPECT_EQ(store->file_bytes(), 5 * kMegabyte);
    last = std::move(other);
    EXPECT_EQ(last.data(), at);
    EXPECT_EQ(last.size(), 3 * kMegabyte);
    const StoreBytes on_heap(10, nullptr);
    EXPECT_EQ(on_heap.size(), 10);
  }
  EXPECT_EQ(store->file_bytes(), 0);
}

// Large tables of the heap begin at the border of a huge page.
TEST(StoredVectorTest, HeapOfHugePages) {
  StoredVector<uint64_t> large(4 * kMegabyte, 3);
  EXPECT_EQ(reinterpret_cast<uintptr_t>(large.data()) % (2 * kMegabyte), 0);
  large.push_back(4);
  EXPECT_EQ(std::accumulate(large.begin(), large.end(), uint64_t{0}),
            12 * kMegabyte + 4);
  const StoredVector<uint64_t> moved = std::move(large);
  EXPECT_EQ(moved.back(), 4);
}

TEST(MemoryMeterTest, SaysWhatCurrentMemoryUseSays) {
  const MemoryMeter meter;
  const uint64_t before = meter.Read().heap_bytes();
  std::vector<char> block(64 * kMegabyte, 'x');
  const MemoryUse use = meter.Read();
  EXPECT_GE(use.heap_bytes(), before + 60 * kMegabyte);
  EXPECT_NEAR(static_cast<double>(use.resident_bytes),
              static_cast<double>(CurrentMemoryUse().resident_bytes),
              4.0 * kMegabyte);
  EXPECT_EQ(block.back(), 'x');
  EXPECT_GT(AvailableMemoryBytes(), 64 * kMegabyte);
}

TEST(ReadFileAtTest, EndOfTheFile) {
  const std::string path = testing::TempDir() + "/read_file_at";
  std::ofstream(path) << "abcdef";
  const int file = open(path.c_str(), O_RDONLY | O_CLOEXEC);
  ASSERT_GE(file, 0);
  std::string text(4, ' ');
  EXPECT_TRUE(ReadFileAt(file, 2, 4, text.data()));
  EXPECT_EQ(text, "cdef");
  EXPECT_FALSE(ReadFileAt(file, 3, 4, text.data()));
  close(file);
  EXPECT_FALSE(ReadFileAt(-1, 0, 1, text.data()));
}

TEST(StringArenaTest, StringsStay) {
  const auto store = MakeStore(uint64_t{1} << 40);
  for (Store* const place : {static_cast<Store*>(nullptr), store.get()}) {
    StringArena arena(place);
    std::vector<std::pair<std::string, std::string_view>> kept;
    for (size_t i = 0; i < 3000; ++i) {
      std::string text(i * 37 % 1000 * (i % 500 == 0 ? 30000 : 1),
                       static_cast<char>('a' + i % 26));
      const std::string_view view = arena.Add(text);
      kept.emplace_back(std::move(text), view);
    }
    for (const auto& [text, view] : kept) ASSERT_EQ(text, view);
  }
}

}  // namespace
}  // namespace tikrar
