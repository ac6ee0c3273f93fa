#include "base/thread_pool.h"

#include <gtest/gtest.h>

#include <atomic>
#include <mutex>
#include <set>
#include <thread>
#include <vector>

namespace tikrar {
namespace {

class ThreadPoolTest : public testing::TestWithParam<int> {};
INSTANTIATE_TEST_SUITE_P(Threads, ThreadPoolTest, testing::Values(1, 2, 3, 8));

TEST_P(ThreadPoolTest, ParallelForVisitsEachIndexOnce) {
  ThreadPool pool(GetParam());
  for (const size_t count : {0, 1, 2, 7, 64, 1000}) {
    for (const size_t grain : {0, 1, 3, 64, 5000}) {
      std::vector<std::atomic<int>> visits(count);
      pool.ParallelFor(count, grain, [&](size_t begin, size_t end) {
        for (size_t i = begin; i < end; ++i) ++visits[i];
      });
      for (size_t i = 0; i < count; ++i) {
        EXPECT_EQ(visits[i], 1) << i << " of " << count << " by " << grain;
      }
    }
  }
}

TEST_P(ThreadPoolTest, PiecesAreNeverLargerThanTheGrain) {
  ThreadPool pool(GetParam());
  std::atomic<size_t> largest{0};
  std::atomic<size_t> pieces{0};
  pool.ParallelFor(100, 7, [&](size_t begin, size_t end) {
    size_t seen = largest;
    while (seen < end - begin &&
           !largest.compare_exchange_weak(seen, end - begin)) {
    }
    ++pieces;
  });
  EXPECT_EQ(largest, 7u);
  EXPECT_EQ(pieces, 15u);
}

// What a body wrote is visible to the caller when ParallelFor returns, without
// atomics: ThreadSanitizer judges this one.
TEST_P(ThreadPoolTest, WritesAreVisibleAfterwards) {
  ThreadPool pool(GetParam());
  for (int round = 0; round < 200; ++round) {
    std::vector<int> slots(50);
    pool.ParallelFor(slots.size(), 1, [&](size_t begin, size_t end) {
      for (size_t i = begin; i < end; ++i) slots[i] = round;
    });
    EXPECT_EQ(slots, std::vector<int>(50, round));
  }
}

TEST_P(ThreadPoolTest, TheDestructorRunsWhatIsScheduled) {
  std::atomic<int> ran{0};
  {
    ThreadPool pool(GetParam());
    for (int i = 0; i < 100; ++i) pool.Schedule([&] { ++ran; });
  }
  EXPECT_EQ(ran, 100);
}

TEST(ThreadPool, TheCallerFinishesALoopWhileTasksBlockTheThreads) {
  // Helpers that start after the loop find nothing left of it.
  ThreadPool pool(3);
  std::mutex gate;
  gate.lock();
  for (int i = 1; i < pool.size(); ++i) {
    pool.Schedule([&] { std::lock_guard<std::mutex> lock(gate); });
  }
  std::atomic<size_t> sum{0};
  pool.ParallelFor(10, 1, [&](size_t begin, size_t) { sum += begin; });
  EXPECT_EQ(sum, 45u);
  gate.unlock();
}

TEST(ThreadPool, OneThreadRunsEverythingInTheCaller) {
  ThreadPool pool(1);
  std::set<std::thread::id> ids;
  pool.ParallelFor(
      10, 2, [&](size_t, size_t) { ids.insert(std::this_thread::get_id()); });
  pool.Schedule([&] { ids.insert(std::this_thread::get_id()); });
  EXPECT_EQ(ids, std::set<std::thread::id>{std::this_thread::get_id()});
}

TEST(ThreadPool, SizeIsWhatWasAskedFor) {
  EXPECT_EQ(ThreadPool(3).size(), 3);
  EXPECT_GE(ThreadPool(0).size(), 1);
  EXPECT_GE(ThreadPool(-1).size(), 1);
}

}  // namespace
}  // namespace tikrar
