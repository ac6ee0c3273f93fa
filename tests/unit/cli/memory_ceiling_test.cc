#include "cli/memory_ceiling.h"

#include <gtest/gtest.h>

#include <chrono>
#include <thread>
#include <vector>

#include "store/memory_use.h"

namespace tikrar {
namespace {

constexpr uint64_t kMegabyte = uint64_t{1} << 20;

TEST(CheckLeastMemoryTest, SixtyFourMebibytesAreEnough) {
  EXPECT_TRUE(CheckLeastMemory(0).ok());  // no ceiling
  EXPECT_TRUE(CheckLeastMemory(64 * kMegabyte).ok());
  EXPECT_EQ(CheckLeastMemory(64 * kMegabyte - 1).message(),
            "--memory: is 67108863 bytes, expected 64 MiB at least");
}

void Grow(uint64_t ceiling, uint64_t bytes) {
  const MemoryGuard guard(ceiling);
  const std::vector<char> heap(bytes, 'x');
  std::this_thread::sleep_for(std::chrono::milliseconds(200));
  static_cast<void>(heap.front());
}

TEST(MemoryGuardTest, EndsWhatGrowsAnEighthAboveTheCeiling) {
  GTEST_FLAG_SET(death_test_style, "threadsafe");
  EXPECT_EXIT(
      Grow(CurrentMemoryUse().heap_bytes() + 80 * kMegabyte, 200 * kMegabyte),
      testing::ExitedWithCode(3),
      "memory: is [0-9]+ MiB without what --tmp holds, expected at "
      "most [0-9]+ MiB");
}

void GrowOnAFullDisk(uint64_t ceiling, uint64_t bytes) {
  MemoryGuard guard(ceiling);
  guard.StoreFailure()(absl::ResourceExhaustedError("/tmp: temporary file"));
  const std::vector<char> heap(bytes, 'x');
  std::this_thread::sleep_for(std::chrono::milliseconds(200));
  static_cast<void>(heap.front());
}

TEST(MemoryGuardTest, SaysThatTheStoreHadNoRoom) {
  GTEST_FLAG_SET(death_test_style, "threadsafe");
  EXPECT_EXIT(GrowOnAFullDisk(CurrentMemoryUse().heap_bytes() + 80 * kMegabyte,
                              200 * kMegabyte),
              testing::ExitedWithCode(3), "^/tmp: temporary file\n$");
}

TEST(MemoryGuardTest, LeavesWhatIsBelow) {
  Grow(CurrentMemoryUse().heap_bytes() + 400 * kMegabyte, 200 * kMegabyte);
  Grow(0, 200 * kMegabyte);
}

}  // namespace
}  // namespace tikrar
