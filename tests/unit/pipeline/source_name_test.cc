#include "pipeline/source_name.h"

#include <gtest/gtest.h>

#include <string>
#include <string_view>
#include <vector>

namespace tikrar {
namespace {

// All strings of up to `length` of these bytes, behind each of two begins.
std::vector<std::string> AllNames(size_t length) {
  const std::string bytes = {'\0', '1', '\x7f', '\xd8'};
  std::vector<std::string> names = {""};
  for (size_t begin = 0, step = 0; step < length; ++step) {
    const size_t end = names.size();
    for (; begin < end; ++begin) {
      for (const char byte : bytes) names.push_back(names[begin] + byte);
    }
  }
  return names;
}

TEST(SourceNameTest, IsOrderedAsItsString) {
  const std::vector<std::string> ends = AllNames(3);
  for (const std::string_view begin : {"", "a.jsonl#", "same0"}) {
    for (const std::string_view middle : {"", "1234567", "123456789"}) {
      for (const std::string& x : ends) {
        for (const std::string& y : ends) {
          const std::string a = std::string(begin) + std::string(middle) + x;
          const std::string b = std::string(begin) + std::string(middle) + y;
          const SourceName first(a, begin.size());
          const SourceName second(b, begin.size());
          ASSERT_EQ(first < second, a < b) << a << " " << b;
          ASSERT_EQ(first == second, a == b) << a << " " << b;
        }
      }
    }
  }
}

TEST(SourceNameTest, OfCopiesOfAString) {
  const std::string name = "الخبر.example";
  EXPECT_TRUE(SourceName(name, 0) == SourceName(name, 0));
  EXPECT_FALSE(SourceName(name, 0) < SourceName(name, 0));
  // One string begins where the other does, and ends before.
  const std::string_view shorter = std::string_view(name).substr(0, 9);
  EXPECT_TRUE(SourceName(shorter, 0) < SourceName(name, 0));
  EXPECT_FALSE(SourceName(shorter, 0) == SourceName(name, 0));
}

TEST(CommonBeginTest, IsWhatAllBeginWith) {
  const auto of = [](const std::vector<std::string>& names) {
    return CommonBegin(
        names, [](const std::string& n) { return std::string_view(n); });
  };
  EXPECT_EQ(of({}), 0);
  EXPECT_EQ(of({"abc"}), 3);
  EXPECT_EQ(of({"abc", "abd", "abcd"}), 2);
  EXPECT_EQ(of({"abc", "", "abc"}), 0);
  EXPECT_EQ(of({"a.jsonl#1", "a.jsonl#12", "a.jsonl#2"}), 8);
  const std::string_view all = "abcdef";
  const std::vector<std::string_view> parts = {all, all.substr(0, 4), all};
  EXPECT_EQ(CommonBegin(parts, [](std::string_view n) { return n; }), 4);
}

}  // namespace
}  // namespace tikrar
