#include <gtest/gtest.h>

#include <algorithm>
#include <random>
#include <tuple>
#include <vector>

#include "pipeline/assemble.h"

namespace tikrar {
namespace {

auto OrderOf(const SpanRow& span) {
  return std::tuple(span.doc, span.range.begin, span.range.end, span.kind,
                    span.family);
}

// However much of them is in order already.
TEST(FinishSpansTest, SortsThem) {
  std::mt19937 random(11);
  for (int round = 0; round < 400; ++round) {
    RunResult run;
    const size_t count = random() % 60;
    const size_t sorted = count == 0 ? 0 : random() % (count + 1);
    for (size_t i = 0; i < count; ++i) {
      const auto begin = static_cast<uint32_t>(random() % 5);
      const auto size = static_cast<uint32_t>(1 + random() % 4);
      run.spans.push_back(
          {.doc = static_cast<uint32_t>(random() % 9),
           .range = {begin, begin + size},
           .kind = random() % 2 == 0 ? Kind::kPassage : Kind::kRepeat,
           .role = {},
           .family = static_cast<int64_t>(random() % 3)});
    }
    const auto is_before = [](const SpanRow& x, const SpanRow& y) {
      return OrderOf(x) < OrderOf(y);
    };
    std::sort(run.spans.begin(),
              run.spans.begin() + static_cast<ptrdiff_t>(sorted), is_before);
    std::vector<SpanRow> expected(run.spans.begin(), run.spans.end());
    std::stable_sort(expected.begin(), expected.end(), is_before);
    FinishSpans(&run);
    ASSERT_EQ(run.spans.size(), expected.size());
    for (size_t i = 0; i < expected.size(); ++i) {
      ASSERT_EQ(OrderOf(run.spans[i]), OrderOf(expected[i])) << round;
    }
    uint64_t spans = 0;
    for (const KindCounts& counts : run.kinds) spans += counts.spans;
    EXPECT_EQ(spans, count);
  }
}

}  // namespace
}  // namespace tikrar
