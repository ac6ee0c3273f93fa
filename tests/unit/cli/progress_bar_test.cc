#include "cli/progress_bar.h"

#include <gtest/gtest.h>

namespace tikrar {
namespace {

TEST(ProgressLineTest, ShareRateAndTimeLeft) {
  EXPECT_EQ(ProgressLine({.stage = "read",
                          .done_bytes = 50'000'000,
                          .total_bytes = 200'000'000},
                         2.0, 100),
            "read    [######..................]  25 %  25.0 MB/s  0:06 left");
}

TEST(ProgressLineTest, WhatIsNotKnownIsLeftOut) {
  EXPECT_EQ(ProgressLine({.stage = "read", .done_bytes = 5'000'000}, 2.0, 100),
            "read      2.5 MB/s");
  EXPECT_EQ(ProgressLine({.stage = "read", .done_bytes = 1, .total_bytes = 2},
                         0.1, 100),
            "read    [############............]  50 %");
}

TEST(ProgressLineTest, HoursAndMoreThanAll) {
  EXPECT_EQ(ProgressLine({.stage = "read",
                          .done_bytes = 1'000'000,
                          .total_bytes = 7'300'000'000},
                         1.0, 100),
            "read    [........................]   0 %  1.0 MB/s  2:01:39 left");
  EXPECT_EQ(ProgressLine({.stage = "read", .done_bytes = 9, .total_bytes = 6},
                         0.1, 100),
            "read    [########################] 100 %");
}

TEST(ProgressLineTest, NeverWiderThanTheTerminal) {
  EXPECT_EQ(ProgressLine({.stage = "read", .done_bytes = 1, .total_bytes = 2},
                         9.0, 20)
                .size(),
            20u);
}

}  // namespace
}  // namespace tikrar
