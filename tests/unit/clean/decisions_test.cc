#include "clean/decisions.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <string>

namespace tikrar {
namespace {

using ::testing::HasSubstr;

std::string ErrorOf(std::string_view bytes) {
  return std::string(Decisions::Parse("d", bytes).status().message());
}

TEST(Decisions, AreReadByFamilyAndByStretch) {
  const auto decisions = Decisions::Parse(
      "d",
      "{\"family\":3,\"decision\":\"drop\",\"note\":\"x\"}\n\n"
      "{\"doc\":\"a\",\"begin\":4,\"end\":9,\"decision\":\"keep\"}\n"
      "{\"doc\":\"a\",\"begin\":0,\"end\":2,\"decision\":\"drop\"}\n");
  ASSERT_TRUE(decisions.ok()) << decisions.status();
  EXPECT_EQ(decisions->OfFamily(3), Verb::kDrop);
  EXPECT_EQ(decisions->OfFamily(2), std::nullopt);
  ASSERT_NE(decisions->OfDocument("a"), nullptr);
  ASSERT_EQ(decisions->OfDocument("a")->size(), 2u);
  EXPECT_EQ((*decisions->OfDocument("a"))[0].range, (TextRange{0, 2}));
  EXPECT_EQ((*decisions->OfDocument("a"))[0].line, 4u);
  EXPECT_TRUE(decisions->DropsWhole("a", 2));
  EXPECT_FALSE(decisions->DropsWhole("a", 9));
  EXPECT_EQ(decisions->OfDocument("b"), nullptr);
}

TEST(Decisions, ErrorsNameTheLine) {
  EXPECT_THAT(ErrorOf("\n{\"family\":1}"), HasSubstr("d:2: "));
  EXPECT_THAT(
      ErrorOf("{\"family\":1,\"decision\":\"maybe\"}"),
      HasSubstr("d:1: \"decision\": is 'maybe', expected keep or drop"));
  EXPECT_THAT(ErrorOf("{\"decision\":\"keep\"}"), HasSubstr("either"));
  EXPECT_THAT(ErrorOf("{\"family\":1,\"doc\":\"a\",\"decision\":\"keep\"}"),
              HasSubstr("either"));
  EXPECT_THAT(
      ErrorOf("{\"doc\":\"a\",\"begin\":2,\"end\":2,\"decision\":\"keep\"}"),
      HasSubstr("is [2, 2), expected a stretch"));
  EXPECT_THAT(ErrorOf("no"), HasSubstr("d:1: not json"));
}

// As a decision that is none of the run: the call cannot be right.
TEST(Decisions, ContradictionsAreOfOneCode) {
  for (const std::string_view bytes :
       {"{\"family\":1,\"decision\":\"keep\"}\n"
        "{\"family\":1,\"decision\":\"drop\"}\n",
        "{\"doc\":\"a\",\"begin\":0,\"end\":5,\"decision\":\"keep\"}\n"
        "{\"doc\":\"a\",\"begin\":4,\"end\":9,\"decision\":\"drop\"}\n"}) {
    EXPECT_EQ(Decisions::Parse("d", bytes).status().code(),
              absl::StatusCode::kInvalidArgument);
  }
}

TEST(Decisions, MayNotContradictEachOther) {
  EXPECT_THAT(ErrorOf("{\"family\":1,\"decision\":\"keep\"}\n"
                      "{\"family\":1,\"decision\":\"drop\"}\n"),
              HasSubstr("d:2: contradicts line 1"));
  EXPECT_THAT(
      ErrorOf("{\"doc\":\"a\",\"begin\":0,\"end\":5,\"decision\":\"keep\"}\n"
              "{\"doc\":\"a\",\"begin\":4,\"end\":9,\"decision\":\"drop\"}\n"),
      HasSubstr("d:2: contradicts line 1"));
  EXPECT_EQ(
      ErrorOf("{\"doc\":\"a\",\"begin\":0,\"end\":4,\"decision\":\"keep\"}\n"
              "{\"doc\":\"a\",\"begin\":4,\"end\":9,\"decision\":\"drop\"}\n"),
      "");
}

TEST(Decisions, NameOnlyWhatTheRunHas) {
  auto decisions = *Decisions::Parse(
      "d",
      "{\"doc\":\"a\",\"begin\":0,\"end\":5,\"decision\":\"keep\"}\n"
      "{\"family\":7,\"decision\":\"drop\"}\n");
  EXPECT_THAT(std::string(decisions.CheckAllKnown(8).message()),
              HasSubstr("d:1: \"doc\": 'a' is no document"));
  DocumentLine line;
  line.id = "a";
  line.bytes = 4;
  EXPECT_THAT(std::string(decisions.See(line).message()),
              HasSubstr("d:1: is [0, 5)"));
  line.bytes = 5;
  EXPECT_TRUE(decisions.See(line).ok());
  EXPECT_TRUE(decisions.CheckAllKnown(8).ok());
  EXPECT_THAT(std::string(decisions.CheckAllKnown(7).message()),
              HasSubstr("d:2: \"family\": 7 is none of the run, which has 7"));
}

TEST(Decisions, ThoseOfAnotherRunAreRefused) {
  constexpr std::string_view kLines =
      "{\"family\":1,\"decision\":\"keep\"}\n"
      "{\"family\":2,\"decision\":\"drop\",\"run\":null}\n"
      "{\"family\":3,\"decision\":\"drop\",\"run\":\"00ab\"}\n";
  const auto own = Decisions::Parse("d", kLines, "00ab");
  ASSERT_TRUE(own.ok()) << own.status();
  EXPECT_EQ(own->unstamped(), 2u);
  const absl::Status other = Decisions::Parse("d", kLines, "00cd").status();
  EXPECT_EQ(other.code(), absl::StatusCode::kFailedPrecondition);
  EXPECT_EQ(other.message(),
            "d:3: \"run\": is '00ab', expected '00cd': it was decided about "
            "another run");
}

TEST(Decisions, ALongStampIsShownUpToACharacter) {
  // Two bytes each: the eighth byte of the stamp is inside of a letter.
  const auto decisions = Decisions::Parse(
      "d",
      "{\"family\":2,\"decision\":\"drop\",\"run\":\"x\u0628\u0628\u0628"
      "\u0628\u0628\"}\n",
      "00cd");
  EXPECT_THAT(std::string(decisions.status().message()),
              HasSubstr("is 'x\u0628\u0628\u0628', expected"));
}

}  // namespace
}  // namespace tikrar
