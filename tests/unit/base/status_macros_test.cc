#include "base/status_macros.h"

#include <gtest/gtest.h>

#include <memory>
#include <utility>

namespace tikrar {
namespace {

absl::Status Fail() {
  return MakeStatus(absl::StatusCode::kNotFound, "a.txt", "no such file");
}

TEST(MakeStatus, PutsWhereBeforeWhat) {
  EXPECT_EQ(Fail().code(), absl::StatusCode::kNotFound);
  EXPECT_EQ(Fail().message(), "a.txt: no such file");
}

absl::Status ReturnIfError(absl::Status status, bool* passed) {
  TIKRAR_RETURN_IF_ERROR(status);
  *passed = true;
  return absl::OkStatus();
}

TEST(ReturnIfError, ReturnsErrorsOnly) {
  bool passed = false;
  EXPECT_EQ(ReturnIfError(Fail(), &passed), Fail());
  EXPECT_FALSE(passed);
  EXPECT_TRUE(ReturnIfError(absl::OkStatus(), &passed).ok());
  EXPECT_TRUE(passed);
}

absl::StatusOr<int> Sum(absl::StatusOr<std::unique_ptr<int>> a,
                        absl::StatusOr<int> b) {
  // Twice in one function: the names of the hidden variables differ.
  TIKRAR_ASSIGN_OR_RETURN(const std::unique_ptr<int> first, std::move(a));
  TIKRAR_ASSIGN_OR_RETURN(const int second, b);
  return *first + second;
}

TEST(AssignOrReturn, MovesTheValueOrReturnsTheError) {
  EXPECT_EQ(*Sum(std::make_unique<int>(2), 3), 5);
  EXPECT_EQ(Sum(Fail(), 3).status(), Fail());
  EXPECT_EQ(Sum(std::make_unique<int>(2), Fail()).status(), Fail());
}

}  // namespace
}  // namespace tikrar
