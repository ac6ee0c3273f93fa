#include "base/errno_status.h"

#include <gtest/gtest.h>

#include <cerrno>

namespace tikrar {
namespace {

TEST(ErrnoStatus, SaysWhereAndWhyInLowerCase) {
  EXPECT_EQ(ErrnoStatus("a.txt", ENOSPC).message(),
            "a.txt: no space left on device");
  EXPECT_EQ(ErrnoStatus("a.txt", "cannot be read", EACCES).message(),
            "a.txt: cannot be read, permission denied");
  EXPECT_EQ(ErrnoStatus("a.txt", EACCES).code(),
            absl::StatusCode::kPermissionDenied);
}

TEST(ErrnoStatus, IsNeverBadUsageOrAnInterrupt) {
  for (int number = 1; number < 200; ++number) {
    const absl::Status status = ErrnoStatus("a.txt", number);
    EXPECT_FALSE(status.ok()) << number;
    EXPECT_NE(status.code(), absl::StatusCode::kInvalidArgument) << number;
    EXPECT_NE(status.code(), absl::StatusCode::kCancelled) << number;
  }
}

}  // namespace
}  // namespace tikrar
