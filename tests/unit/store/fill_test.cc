// Blocks that are written in order: filled as they are, not at once.

#include <sys/mman.h>
#include <sys/resource.h>
#include <unistd.h>

#include <algorithm>
#include <cstdint>
#include <cstring>
#include <memory>
#include <random>
#include <string>
#include <vector>

#include "base/grow.h"
#include "gmock/gmock.h"
#include "gtest/gtest.h"
#include "tikrar/store.h"

namespace tikrar {
namespace {

constexpr size_t kMegabyte = size_t{1} << 20;
constexpr bool kInOrder = true;

std::unique_ptr<Store> MakeStore(uint64_t memory_bytes, bool fill = true) {
  absl::StatusOr<std::unique_ptr<Store>> store =
      Store::Create({.folder = {}, .memory_bytes = memory_bytes, .fill = fill});
  EXPECT_TRUE(store.ok()) << store.status();
  return std::move(*store);
}

// Bytes of the block that the system's cache has.
size_t CachedBytes(char* block, size_t size) {
  const size_t page = static_cast<size_t>(sysconf(_SC_PAGESIZE));
  std::vector<unsigned char> pages((size + page - 1) / page);
  EXPECT_EQ(mincore(block, size, pages.data()), 0);
  return page * static_cast<size_t>(std::count_if(
                    pages.begin(), pages.end(),
                    [](unsigned char p) { return (p & 1) != 0; }));
}

// Against std::vector: what is told before it is written, what is not, what is
// taken back, and what is told of late.
TEST(FillAheadTest, KeepsWhatIsWritten) {
  for (const bool fill : {true, false}) {
    const auto store = MakeStore(uint64_t{1} << 40, fill);
    std::mt19937 random(7);
    std::vector<uint32_t> expected;
    StoredVector<uint32_t> items(store.get());
    const auto write = [&](size_t count) {
      for (size_t i = 0; i < count; ++i) {
        expected.push_back(static_cast<uint32_t>(random()));
        items.push_back(expected.back());
      }
    };
    for (int step = 0; step < 400; ++step) {
      const size_t count = random() % 100'000;
      switch (random() % 8) {
        case 0:
          GrowFor(count, static_cast<double>(step + 1) / 400, &items);
          break;
        case 1:
          GrowFor(count, 0, &items);
          write(count / 2);
          break;
        case 2:
          GrowTo(items.size() + 10 * count, &items);
          break;
        case 3:
          write(count);
          FillAhead(count, &items);
          break;
        case 4:
          items.resize(items.size() - std::min(items.size(), count / 4));
          expected.resize(items.size());
          break;
        default:
          for (size_t i = 0; i < count; ++i) {
            expected.push_back(static_cast<uint32_t>(random()));
            Append(expected.back(), &items);
          }
      }
      ASSERT_TRUE(std::equal(items.begin(), items.end(), expected.begin(),
                             expected.end()))
          << "step " << step;
    }
    EXPECT_TRUE(store->Check().ok());
  }
}

// (Strings own memory: they are moved, not copied as bytes.)
TEST(FillAheadTest, MovesWhatGrows) {
  const auto store = MakeStore(uint64_t{1} << 40);
  StoredVector<std::string> items(store.get());
  for (int i = 0; i < 200'000; ++i) Append(std::to_string(i), &items);
  for (int i = 0; i < 200'000; ++i) {
    ASSERT_EQ(items[static_cast<size_t>(i)], std::to_string(i));
  }
}

TEST(FillAheadTest, LeavesRoomThatIsNotWritten) {
  const auto store = MakeStore(uint64_t{1} << 40);
  const size_t size = 64 * kMegabyte;
  char* const block = static_cast<char*>(store->Allocate(size, kInOrder));
  for (size_t at = 0; at < 10 * kMegabyte; at += kMegabyte / 4) {
    store->FillAhead(block + at, kMegabyte / 4);
    // Already there, so that it is written without a fault for each page.
    EXPECT_GE(CachedBytes(block, size), at + kMegabyte / 4);
    std::memset(block + at, 'x', kMegabyte / 4);
  }
  EXPECT_LE(CachedBytes(block, size), 13 * kMegabyte);
  EXPECT_EQ(std::count(block, block + 10 * kMegabyte, 'x'), 10 * kMegabyte);
  EXPECT_EQ(std::count(block + 10 * kMegabyte, block + size, '\0'),
            size - 10 * kMegabyte);
  store->Free(block, size);
}

// What was written before anything was said of it is not filled with zeros.
TEST(FillAheadTest, LeavesWhatIsBefore) {
  const auto store = MakeStore(uint64_t{1} << 40);
  const size_t size = 32 * kMegabyte;
  char* const block = static_cast<char*>(store->Allocate(size, kInOrder));
  const size_t written = 20 * kMegabyte + 12'345;
  std::memset(block, 'x', written);
  store->FillAhead(block + written, 3 * kMegabyte);
  EXPECT_EQ(std::count(block, block + size, 'x'), written);
  store->FillAhead(block, size);
  EXPECT_EQ(std::count(block, block + size, 'x'), written);
  store->Free(block, size);
}

// Places that are in no block, on the heap, or of a block that is full.
TEST(FillAheadTest, DoesNothingToOtherBlocks) {
  const auto store = MakeStore(uint64_t{1} << 40);
  std::vector<char> heap(4 * kMegabyte, 'x');
  store->FillAhead(heap.data(), heap.size());
  EXPECT_EQ(std::count(heap.begin(), heap.end(), 'x'), heap.size());
  StoredVector<char> full(8 * kMegabyte, 'x', store.get());
  store->FillAhead(full.data(), full.size());
  EXPECT_EQ(std::count(full.begin(), full.end(), 'x'), full.size());
}

// Its file is open as long as it is filled, and not given out for that.
TEST(FillAheadTest, IsReadThroughItsFileWhereItIsLarge) {
  const auto store = MakeStore(400 * kMegabyte);
  for (const size_t megabytes : {50, 150}) {
    const size_t size = megabytes * kMegabyte;
    char* const block = static_cast<char*>(store->Allocate(size, kInOrder));
    store->FillAhead(block, 4 * kMegabyte);
    std::memset(block, 'x', 4 * kMegabyte);
    const Store::File file = store->FileOf(block + 5);
    EXPECT_EQ(file.file >= 0, megabytes == 150);
    if (file.file >= 0) {
      char read[8] = {};
      EXPECT_TRUE(ReadFileAt(file.file, 3 * kMegabyte, sizeof(read), read));
      EXPECT_EQ(std::string(read, sizeof(read)), "xxxxxxxx");
    }
    store->Free(block, size);
  }
}

// What is nearly full is kept for the next one; what is not would be a block
// whose pages fault one by one.
TEST(FillAheadTest, KeepsWhatIsFullAsSpare) {
  const size_t size = 16 * kMegabyte;
  for (const size_t written : {size / 2, size}) {
    const auto store = MakeStore(uint64_t{1} << 40);
    char* const block = static_cast<char*>(store->Allocate(size, kInOrder));
    store->FillAhead(block, written);
    std::memset(block, 'x', written);
    store->Free(block, size);
    EXPECT_EQ(store->file_bytes(), 0);
    void* const next = store->Allocate(size);
    store->Free(next, size);
    EXPECT_EQ(store->peak_file_bytes(), size);
    EXPECT_TRUE(written < size || next == block);
  }
}

// More blocks than files may be open: the others are filled at once.
TEST(FillAheadTest, HoldsWithMoreBlocksThanFiles) {
  rlimit before{};
  ASSERT_EQ(getrlimit(RLIMIT_NOFILE, &before), 0);
  rlimit few = before;
  few.rlim_cur = std::min<rlim_t>(before.rlim_cur, 256);
  ASSERT_EQ(setrlimit(RLIMIT_NOFILE, &few), 0);
  {
    const auto store = MakeStore(uint64_t{1} << 40);
    std::vector<StoredVector<uint64_t>> columns(
        300, StoredVector<uint64_t>(store.get()));
    constexpr uint64_t kPart = kMegabyte / 16;
    for (uint64_t row = 0; row < 3 * kPart; row += kPart) {
      for (size_t i = 0; i < columns.size(); ++i) {
        GrowFor(kPart, 0, &columns[i]);
        columns[i].insert(columns[i].end(), kPart, row + i);
      }
    }
    EXPECT_TRUE(store->Check().ok()) << store->Check();
    EXPECT_GE(store->file_bytes(), 300 * kMegabyte);
    for (size_t i = 0; i < columns.size(); ++i) {
      ASSERT_EQ(columns[i].front(), i);
      ASSERT_EQ(columns[i].back(), 2 * kPart + i);
    }
  }
  EXPECT_EQ(setrlimit(RLIMIT_NOFILE, &before), 0);
}

}  // namespace
}  // namespace tikrar
