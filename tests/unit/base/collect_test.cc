#include "base/collect.h"

#include <gtest/gtest.h>

#include <cstddef>
#include <vector>

namespace tikrar {
namespace {

// What a loop in one thread would append, whatever the size of the pieces.
TEST(CollectInOrderTest, IsALoop) {
  for (const int threads : {1, 3}) {
    ThreadPool pool(threads);
    for (const size_t count : {0, 1, 7, 255, 256, 257, 5000}) {
      for (const size_t grain : {1, 4, 300}) {
        std::vector<size_t> expected = {42};
        for (size_t i = 0; i < count; ++i) {
          expected.insert(expected.end(), i % 3, i);
        }
        std::vector<size_t> found = {42};  // stays
        CollectInOrder(
            &pool, count, grain,
            [grain](size_t begin, size_t end, std::vector<size_t>* part) {
              EXPECT_TRUE(part->empty());
              EXPECT_LE(end - begin, grain);
              for (size_t i = begin; i < end; ++i) {
                part->insert(part->end(), i % 3, i);
              }
            },
            &found);
        EXPECT_EQ(found, expected);
      }
    }
  }
}

}  // namespace
}  // namespace tikrar
