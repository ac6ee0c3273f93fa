#include "input/json_repair.h"

#include <gtest/gtest.h>

namespace tikrar {
namespace {

struct Repaired {
  std::string json;
  uint64_t count;
};

Repaired Repair(std::string json) {
  const uint64_t count = ReplaceLoneSurrogates(json.data(), json.size());
  return {json, count};
}

TEST(ReplaceLoneSurrogatesTest, LeavesPairsAndOtherEscapesAlone) {
  for (const char* json :
       {"", "{}", R"("\ud83d\ude00")", R"("\uD83D\uDE00")", R"("ا\u0644")",
        R"("\\ud800")", R"("\\\\udc00")", R"("\n\"\/")", R"("\ud7ff\ue000")",
        R"(\)", R"("\ud8)", R"("\u)", R"("\ud80g")"}) {
    const Repaired repaired = Repair(json);
    EXPECT_EQ(repaired.json, json);
    EXPECT_EQ(repaired.count, 0u) << json;
  }
}

TEST(ReplaceLoneSurrogatesTest, ReplacesEachHalfThatIsAlone) {
  const struct {
    const char* json;
    const char* repaired;
    uint64_t count;
  } cases[] = {
      {R"("\ud800")", R"("\uFFFD")", 1},
      {R"("\uDFFF")", R"("\uFFFD")", 1},
      {R"("\ude00\ud83d")", R"("\uFFFD\uFFFD")", 2},
      {R"("\ud83d\ud83d\ude00")", R"("\uFFFD\ud83d\ude00")", 1},
      {R"("\ud83d\ude00\ude00")", R"("\ud83d\ude00\uFFFD")", 1},
      {R"("\ud83d\n")", R"("\uFFFD\n")", 1},
      {R"("\ud83d\u0644")", R"("\uFFFD\u0644")", 1},
      {R"("\\\ud83d")", R"("\\\uFFFD")", 1},
      {R"("\ud83d\\ude00")", R"("\uFFFD\\ude00")", 1},
      {R"("\udbff)", R"("\uFFFD)", 1},
  };
  for (const auto& c : cases) {
    const Repaired repaired = Repair(c.json);
    EXPECT_EQ(repaired.json, c.repaired);
    EXPECT_EQ(repaired.count, c.count) << c.json;
  }
}

TEST(BlankNumbersTest, BlanksWhatIsANumberAndNothingElse) {
  const struct {
    const char* json;
    const char* blanked;
  } cases[] = {
      {R"({"a":12,"b":-3.5e+10})", R"({"a":0 ,"b":0       })"},
      {R"({"12":"34"})", R"({"12":"34"})"},
      {R"(["\"5",6])", R"(["\"5",0])"},
      {R"([0,-0,1E5,0.10])", R"([0,0 ,0  ,0   ])"},
      {R"([01,1.,.5,1e,--1,+1,-])", R"([01,1.,.0,1e,--1,+0,-])"},
      {R"(1e999)", R"(0    )"},
      {R"("open 5)", R"("open 5)"},
  };
  for (const auto& c : cases) {
    std::string json = c.json;
    BlankNumbers(&json);
    EXPECT_EQ(json, c.blanked);
  }
}

TEST(NumberTextTest, FindsTheNumberAsWritten) {
  const std::string_view json =
      R"({ "a,:" : -0 , "b":[1,{"x":2}],"c":{"d":3,"e":4}, "f":1.50e+3})";
  EXPECT_EQ(NumberText(json, 0), "-0");
  EXPECT_EQ(NumberText(json, 3), "1.50e+3");
  EXPECT_EQ(NumberText(R"({"q":"\"","n":123456789012345678901234567890})", 1),
            "123456789012345678901234567890");
}

}  // namespace
}  // namespace tikrar
