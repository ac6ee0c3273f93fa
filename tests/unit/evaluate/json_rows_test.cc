#include "evaluate/json_rows.h"

#include <gtest/gtest.h>

namespace tikrar {
namespace {

TEST(JsonRowsTest, ReadsRowsPastBlankLines) {
  JsonRows rows("t", "\n{\"a\":1}\r\n  \n{\"a\":2}");
  ASSERT_TRUE(*rows.Next());
  EXPECT_EQ(*rows.row().Unsigned("a"), 1u);
  EXPECT_EQ(rows.line(), 2u);
  ASSERT_TRUE(*rows.Next());
  EXPECT_EQ(*rows.row().Unsigned("a"), 2u);
  EXPECT_EQ(rows.line(), 4u);
  EXPECT_FALSE(*rows.Next());
}

TEST(JsonRowsTest, SaysWhereALineIsWrong) {
  JsonRows broken("t", "{}\n{\"a\":\n");
  ASSERT_TRUE(*broken.Next());
  EXPECT_TRUE(std::string(broken.Next().status().message())
                  .starts_with("t:2: not json"));
  JsonRows array("t", "[1]");
  EXPECT_EQ(array.Next().status().message(),
            "t:1: is an array, expected an object");
}

TEST(JsonRowsTest, SaysWhatAValueIs) {
  JsonRows rows("t", R"({"s":"x","n":-1,"big":4294967296,"o":null,"f":1.5})");
  ASSERT_TRUE(*rows.Next());
  const JsonRow& row = rows.row();
  EXPECT_EQ(row.String("n").status().message(),
            "t:1: \"n\": is a number, expected a string");
  EXPECT_EQ(row.Unsigned("n").status().message(),
            "t:1: \"n\": is a number, expected a whole number from 0 to "
            "4294967295");
  EXPECT_FALSE(row.Unsigned("big").ok());
  EXPECT_FALSE(row.Unsigned("f").ok());
  EXPECT_EQ(row.String("z").status().message(), "t:1: \"z\": missing");
  EXPECT_EQ(row.Object("s").status().message(),
            "t:1: \"s\": is a string, expected an object");
  EXPECT_FALSE(row.NumberOr("s", 0).ok());
  EXPECT_FALSE(row.BoolOr("s", true).ok());
}

TEST(JsonRowsTest, NullIsMissing) {
  JsonRows rows("t", R"({"o":null})");
  ASSERT_TRUE(*rows.Next());
  EXPECT_FALSE(rows.row().Has("o"));
  EXPECT_EQ(*rows.row().StringOr("o", "none"), "none");
  EXPECT_EQ(*rows.row().NumberOr("o", 2), 2);
  EXPECT_EQ(*rows.row().BoolOr("o", true), true);
}

TEST(ReadWholeFileTest, NamesTheFile) {
  EXPECT_TRUE(std::string(ReadWholeFile("no/such.jsonl").status().message())
                  .starts_with("no/such.jsonl: "));
  EXPECT_FALSE(ReadWholeFile(".").ok());
}

}  // namespace
}  // namespace tikrar
