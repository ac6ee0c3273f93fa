#include "evaluate/truth_files.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace tikrar {
namespace {

using ::testing::ElementsAre;

constexpr std::string_view kDocuments =
    "{\"doc\":\"a\",\"source\":\"s\",\"bytes\":100}\n"
    "{\"doc\":\"b\",\"source\":null,\"bytes\":50}\n"
    "{\"doc\":\"c\",\"bytes\":0}\n";

class TruthFilesTest : public ::testing::Test {
 protected:
  RunDocuments documents_ = *RunDocuments::Read("d", kDocuments);
};

template <typename T>
std::string Message(const absl::StatusOr<T>& result) {
  return std::string(result.status().message());
}

TEST_F(TruthFilesTest, Documents) {
  ASSERT_EQ(documents_.rows().size(), 3u);
  EXPECT_EQ(documents_.rows()[1].id, "b");
  EXPECT_EQ(documents_.rows()[1].source, "");
  EXPECT_EQ(
      Message(RunDocuments::Read(
          "d", "{\"doc\":\"a\",\"bytes\":1}\n{\"doc\":\"a\",\"bytes\":1}")),
      "d:2: \"doc\": 'a' is there twice, expected once");
}

TEST_F(TruthFilesTest, Matches) {
  const auto matches = ReadMatches(
      "m",
      R"({"unit":"passage","kind":"quote","a":{"doc":"a","begin":1,"end":9},)"
      R"("b":{"doc":"b","begin":2,"end":10},"jaccard":0.5,)"
      R"("containment":1,"family":4})",
      documents_);
  ASSERT_TRUE(matches.ok()) << matches.status();
  const MatchLine& match = (*matches)[0];
  EXPECT_EQ(match.unit, Unit::kPassage);
  EXPECT_EQ(match.b.doc, 1u);
  EXPECT_EQ(match.b.range, (TextRange{2, 10}));
  EXPECT_EQ(match.jaccard, 0.5);
  EXPECT_EQ(match.family, 4);
}

TEST_F(TruthFilesTest, PlacesMustLieInTheirDocument) {
  const auto read = [&](std::string_view line) {
    return Message(ReadSpans("s", line, documents_));
  };
  EXPECT_EQ(read(R"({"doc":"b","begin":0,"end":51,"kind":"quote"})"),
            "s:1: is [0, 51), expected a stretch of a document of 50 bytes");
  EXPECT_EQ(read(R"({"doc":"b","begin":9,"end":8,"kind":"quote"})"),
            "s:1: is [9, 8), expected a stretch of a document of 50 bytes");
  EXPECT_EQ(read(R"({"doc":"x","begin":0,"end":1,"kind":"quote"})"),
            "s:1: \"doc\": 'x' is no document of the run, which has 3");
  EXPECT_EQ(read(R"({"doc":"b","begin":0,"end":1,"kind":"noise"})"),
            "s:1: \"kind\": 'noise' is not one of the format");
  EXPECT_EQ(read(R"({"doc":"b","begin":0,"end":1,"kind":"quote","role":"r"})"),
            "s:1: \"role\": 'r' is not one of the format");
}

TEST_F(TruthFilesTest, DirectedPassages) {
  const auto truth = ReadPassageTruth(
      "t",
      R"({"suspicious":"b","offset":3,"length":4,"source":"a",)"
      R"("source_offset":5,"source_length":6,"obfuscation":"none"})",
      documents_);
  ASSERT_TRUE(truth.ok()) << truth.status();
  EXPECT_TRUE(truth->is_directed);
  const CopiedPassage expected = {1, {3, 7}, 0, {5, 11}};
  EXPECT_THAT(truth->cases, ElementsAre(expected));
  EXPECT_THAT(truth->type_names, ElementsAre("none"));
}

TEST_F(TruthFilesTest, PassagesInTheFormOfMatches) {
  const auto line = [](std::string_view rest) {
    return R"({"a":{"doc":"a","begin":0,"end":9},)"
           R"("b":{"doc":"b","begin":0,"end":9})" +
           std::string(rest) + "}\n";
  };
  const auto truth = ReadPassageTruth(
      "t",
      line(R"(,"edits":"mild")") + line(R"(,"unit":"block")") +
          line(R"(,"unit":"passage","kind":"quote","obfuscation":"heavy",)"
               R"("edits":["tatweel"])") +
          line(""),
      documents_);
  ASSERT_TRUE(truth.ok()) << truth.status();
  EXPECT_FALSE(truth->is_directed);
  EXPECT_EQ(truth->cases.size(), 3u);
  EXPECT_THAT(truth->type_names, ElementsAre("", "mild", "quote/heavy"));
  EXPECT_THAT(truth->types, ElementsAre(1, 2, 0));
  EXPECT_THAT(truth->lines, ElementsAre(1, 3, 4));
}

TEST_F(TruthFilesTest, EmptyOrEndlessPassagesAreErrors) {
  const auto read = [&](std::string_view length) {
    return Message(ReadPassageTruth(
        "t",
        R"({"suspicious":"b","offset":3,"source":"a","source_offset":5,)"
        R"("source_length":6,"length":)" +
            std::string(length) + "}",
        documents_));
  };
  EXPECT_EQ(read("0"), "t:1: a side is empty, expected a passage");
  EXPECT_EQ(read("4294967295"),
            "t:1: \"length\": 4294967295 after offset 3, expected an end below "
            "4294967296");
}

TEST_F(TruthFilesTest, Pairs) {
  const auto truth =
      ReadPairTruth("t",
                    "{\"a\":\"a\",\"b\":\"b\",\"jaccard\":0.9}\n"
                    "{\"a\":\"a\",\"b\":\"c\",\"same\":false}\n"
                    R"({"unit":"passage","a":{"doc":"a","begin":0,"end":9},)"
                    R"("b":{"doc":"b","begin":0,"end":9}})"
                    "\n"
                    R"({"unit":"block","a":{"doc":"a","begin":0,"end":9},)"
                    R"("b":{"doc":"b","begin":0,"end":9}})",
                    documents_);
  ASSERT_TRUE(truth.ok()) << truth.status();
  EXPECT_TRUE(truth->has_documents);
  EXPECT_TRUE(truth->has_blocks);
  EXPECT_THAT(truth->is_match, ElementsAre(true, false, true));
  EXPECT_EQ(truth->pairs[2].unit, Unit::kBlock);  // passages are no pairs
  EXPECT_EQ(truth->pairs[0].jaccard, 0.9);
  EXPECT_EQ(truth->pairs[0].containment, -1);
}

TEST_F(TruthFilesTest, Spans) {
  const auto truth = ReadSpanTruth(
      "t",
      "{\"doc\":\"b\"}\n"
      R"({"doc":"a","begin":1,"end":2,"kind":"related","role":"header"})",
      documents_);
  ASSERT_TRUE(truth.ok()) << truth.status();
  EXPECT_THAT(truth->is_labelled, ElementsAre(true, true, false));
  ASSERT_EQ(truth->spans.size(), 1u);
  EXPECT_EQ(truth->spans[0].role, Role::kHeader);
}

TEST_F(TruthFilesTest, Clusters) {
  const auto truth = ReadClusterTruth(
      "t",
      "{\"doc\":\"a\",\"cluster\":\"x\"}\n{\"doc\":\"c\",\"cluster\":\"x\"}\n",
      documents_);
  ASSERT_TRUE(truth.ok()) << truth.status();
  EXPECT_EQ((*truth)[0], (*truth)[2]);
  EXPECT_NE((*truth)[0], (*truth)[1]);
  EXPECT_EQ(Message(ReadClusterTruth("t", "{\"doc\":\"a\"}\n{\"doc\":\"a\"}",
                                     documents_)),
            "t:2: \"doc\": is there twice, expected once");
}

}  // namespace
}  // namespace tikrar
