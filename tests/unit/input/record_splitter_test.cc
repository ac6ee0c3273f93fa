#include "input/record_splitter.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <string>
#include <vector>

namespace tikrar {
namespace {

using ::testing::ElementsAre;

// All records of `bytes`, which arrive `piece` bytes at a time.
std::vector<std::string> SplitAll(Format format, std::string_view bytes,
                                  size_t piece, Fault* fault = nullptr) {
  const std::unique_ptr<RecordSplitter> splitter = MakeSplitter(format);
  std::vector<std::string> records;
  size_t begin = 0;
  size_t arrived = 0;
  while (true) {
    const bool at_end = arrived == bytes.size();
    const size_t end =
        splitter->FindEnd(bytes.substr(begin, arrived - begin), 1, at_end);
    if (end != RecordSplitter::kNone) {
      records.emplace_back(bytes.substr(begin, end));
      splitter->Consume(end);
      begin += end;
      continue;
    }
    if (at_end || splitter->fault() != Fault::kNone) break;
    arrived = std::min(arrived + piece, bytes.size());
  }
  if (begin < bytes.size()) records.push_back(std::string(bytes.substr(begin)));
  if (fault != nullptr) *fault = splitter->fault();
  return records;
}

TEST(RecordSplitterTest, Lines) {
  for (const size_t piece : {1, 2, 3, 100}) {
    EXPECT_THAT(SplitAll(Format::kJsonLines, "a\n\nbc\r\nd", piece),
                ElementsAre("a\n", "\n", "bc\r\n", "d"));
  }
}

TEST(RecordSplitterTest, CsvRows) {
  for (const size_t piece : {1, 2, 3, 100}) {
    EXPECT_THAT(
        SplitAll(Format::kCsv,
                 "a,\"b\nc\"\r\n\"x\"\"\r\n\"\ry\"z\n\"\",\"\n\"\rlast", piece),
        ElementsAre("a,\"b\nc\"\r\n", "\"x\"\"\r\n\"\r", "y\"z\n",
                    "\"\",\"\n\"\r", "last"))
        << piece;
    EXPECT_THAT(SplitAll(Format::kTsv, "a,\"\tb\n\"c\n\"\n", piece),
                ElementsAre("a,\"\tb\n", "\"c\n\"\n"));
    EXPECT_THAT(SplitAll(Format::kCsv, "a\r", piece), ElementsAre("a\r"));
  }
}

TEST(RecordSplitterTest, ArrayElements) {
  for (const size_t piece : {1, 2, 3, 100}) {
    Fault fault = Fault::kUnclosed;
    EXPECT_THAT(
        SplitAll(Format::kJsonArray, " [ {\"a\":[1,2]}, \"x,]\\\",\", 3 ]\n",
                 piece, &fault),
        ElementsAre(" [ {\"a\":[1,2]},", " \"x,]\\\",\",", " 3 ]", "\n"));
    EXPECT_EQ(fault, Fault::kNone);
  }
}

TEST(RecordSplitterTest, ArrayFaults) {
  const struct {
    const char* json;
    Fault fault;
  } cases[] = {
      {"", Fault::kNone},          {" \n", Fault::kNone},
      {"[]", Fault::kNone},        {"{\"a\":1}", Fault::kNotAnArray},
      {"[1", Fault::kUnclosed},    {"[\"a", Fault::kUnclosed},
      {"[1,", Fault::kUnclosed},   {"[{]", Fault::kUnclosed},
      {"[1] 2", Fault::kTrailing}, {"[1]]", Fault::kTrailing},
  };
  for (const auto& c : cases) {
    for (const size_t piece : {1, 100}) {
      Fault fault = Fault::kNone;
      SplitAll(Format::kJsonArray, c.json, piece, &fault);
      EXPECT_EQ(fault, c.fault) << c.json;
    }
  }
}

TEST(RecordSplitterTest, TheEndIsTheFirstPastTheSizeAskedFor) {
  for (const Format format : {Format::kJsonLines, Format::kCsv}) {
    const std::string bytes = "aa\nbb\ncc\n";
    for (size_t min_end = 1; min_end <= bytes.size(); ++min_end) {
      const auto splitter = MakeSplitter(format);
      EXPECT_EQ(splitter->FindEnd(bytes, min_end, false),
                (min_end + 2) / 3 * 3);
    }
    const auto splitter = MakeSplitter(format);
    EXPECT_EQ(splitter->FindEnd("aa\nbb\nc", 7, false), RecordSplitter::kNone);
    EXPECT_EQ(splitter->last_end(), 6u);
  }
}

}  // namespace
}  // namespace tikrar
