#include "clean/clean_state.h"

#include <gtest/gtest.h>

#include <string>

namespace tikrar {
namespace {

// The bits of families are the last member before the seal, of any length.
TEST(CleanStateTest, ComesBackWithAnyNumberOfFamilies) {
  CleanState state;
  state.call = {{"format", "1"}, {"options", R"({"min_words":5})"}};
  state.input = 3;
  state.progress.at = 70'000;
  state.progress.shards.emplace_back().path = "a.jsonl";
  for (size_t bytes = 0; bytes <= 600; ++bytes) {
    state.kept_families.assign(bytes, '\x5A');
    const std::string json = RenderState(state);
    const absl::StatusOr<CleanState> read = ParseState("state.json", json);
    ASSERT_TRUE(read.ok()) << bytes << ": " << read.status();
    ASSERT_EQ(read->kept_families, state.kept_families);
    ASSERT_EQ(read->call, state.call);
    ASSERT_EQ(read->progress.at, 70'000u);
    ASSERT_EQ(read->progress.shards.size(), 1u);
    ASSERT_EQ(RenderState(*read), json);
  }
}

}  // namespace
}  // namespace tikrar
