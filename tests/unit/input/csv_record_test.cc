#include "input/csv_record.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <string>

namespace tikrar {
namespace {

using ::testing::ElementsAre;

struct Row {
  std::vector<std::string> fields;
  std::string error;
};

Row Split(std::string row, char delimiter = ',') {
  std::vector<std::string_view> views;
  const absl::Status status =
      ParseCsvRecord(row.data(), row.size(), delimiter, &views);
  Row result;
  result.error = std::string(status.message());
  if (status.ok()) result.fields.assign(views.begin(), views.end());
  return result;
}

TEST(CsvRecordTest, Fields) {
  EXPECT_THAT(Split("a,b,c").fields, ElementsAre("a", "b", "c"));
  EXPECT_THAT(Split(",").fields, ElementsAre("", ""));
  EXPECT_THAT(Split("a,").fields, ElementsAre("a", ""));
  EXPECT_THAT(Split("").fields, ElementsAre(""));
  EXPECT_THAT(Split(" a , b ").fields, ElementsAre(" a ", " b "));
  EXPECT_THAT(Split("a,b\tc", '\t').fields, ElementsAre("a,b", "c"));
}

TEST(CsvRecordTest, Quotes) {
  EXPECT_THAT(Split(R"("a,b","c")").fields, ElementsAre("a,b", "c"));
  EXPECT_THAT(Split("\"سطر\nآخر\r\nثالث\"").fields,
              ElementsAre("سطر\nآخر\r\nثالث"));
  EXPECT_THAT(Split(R"("قال ""نعم"" ومضى",x)").fields,
              ElementsAre("قال \"نعم\" ومضى", "x"));
  EXPECT_THAT(Split(R"("","""",x"y"z)").fields,
              ElementsAre("", "\"", "x\"y\"z"));
  EXPECT_THAT(Split(R"("""a""b""","c""")").fields,
              ElementsAre("\"a\"b\"", "c\""));
}

TEST(CsvRecordTest, Errors) {
  EXPECT_EQ(Split(R"(a,"b)").error, "column 2: quote not closed");
  EXPECT_EQ(Split(R"(")").error, "column 1: quote not closed");
  EXPECT_EQ(Split(R"("a""")").error, "");
  EXPECT_EQ(Split(R"("a"")").error, "column 1: quote not closed");
  EXPECT_EQ(Split(R"("a"b,c)").error, "column 1: text after its closing quote");
}

}  // namespace
}  // namespace tikrar
