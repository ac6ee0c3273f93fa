#include "clean/document_cleaner.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <string>
#include <utility>
#include <vector>

namespace tikrar {
namespace {

using ::testing::HasSubstr;

// One document after the other through a cleaner; "" of one that goes.
class Case {
 public:
  explicit Case(CleanOptions options = {}, std::string_view decisions = "")
      : options_(std::move(options)),
        decisions_(*Decisions::Parse("d", decisions)),
        cleaner_(*DocumentCleaner::Create(options_, decisions_,
                                          Profile::kStandard, 10)) {}

  absl::StatusOr<CleanedDocument> Clean(std::string_view id,
                                        std::string_view text,
                                        const std::vector<DocumentSpan>& spans,
                                        const DocumentFate& fate = {}) {
    DocumentLine line;
    line.id = id;
    line.bytes = static_cast<uint32_t>(text.size());
    return cleaner_.Clean(line, fate, spans, text);
  }

  std::string Left(std::string_view id, std::string text,
                   const std::vector<DocumentSpan>& spans,
                   const DocumentFate& fate = {}) {
    const absl::StatusOr<CleanedDocument> cleaned =
        Clean(id, text, spans, fate);
    EXPECT_TRUE(cleaned.ok()) << cleaned.status();
    if (!cleaned->stays) return "";
    for (size_t i = cleaned->cuts.size(); i-- > 0;) {
      const TextRange range = cleaned->cuts[i].range;
      text.erase(range.begin, range.size());
    }
    return text;
  }

  DocumentCleaner& cleaner() { return cleaner_; }

 private:
  CleanOptions options_;
  Decisions decisions_;
  DocumentCleaner cleaner_;
};

CleanOptions Dropping(std::initializer_list<Kind> kinds) {
  CleanOptions options;
  for (const Kind kind : kinds)
    options.removed[static_cast<size_t>(kind)] = true;
  return options;
}

TEST(DocumentCleaner, CutsTheKindsThatGo) {
  const std::vector<DocumentSpan> spans = {{{0, 3}, Kind::kBoilerplate, 1},
                                           {{4, 7}, Kind::kQuote, 2}};
  EXPECT_EQ(Case().Left("a", "one\ntwo\nsix", spans), "two\nsix");
  CleanOptions options;
  options.removed[static_cast<size_t>(Kind::kBoilerplate)] = false;
  EXPECT_EQ(Case(options).Left("a", "one\ntwo\nsix", spans), "one\ntwo\nsix");
}

TEST(DocumentCleaner, ARepeatGoesOnlyWhileItsTextStays) {
  const std::string text = "السوق كبير جدا\nخبر\nالسوق كبير جدا";
  const auto size = static_cast<uint32_t>(text.size());
  const auto copy = static_cast<uint32_t>(text.rfind("السوق"));
  Case first;
  EXPECT_EQ(first.Left("a", text, {{{copy, size}, Kind::kRepeat, 1}}),
            text.substr(0, copy - 1));
  // The other copy goes, too: as a link to another article.
  Case second;
  EXPECT_EQ(second.Left("a", text,
                        {{{0, 26}, Kind::kRelated, kNoId},
                         {{copy, size}, Kind::kRepeat, 1}}),
            text.substr(text.find("خبر")));
  EXPECT_EQ(second.cleaner().repeats_kept(), 1u);
}

TEST(DocumentCleaner, OfAFamilyOfPassagesTheFirstWholeCopyStays) {
  Case dropping(Dropping({Kind::kPassage, Kind::kQuote}));
  const auto span = [](uint32_t begin, uint32_t end, int64_t family) {
    return DocumentSpan{{begin, end}, Kind::kPassage, family};
  };
  // Cut into by furniture: it is not the one that stays, but is left alone.
  EXPECT_EQ(dropping.Left("a", "x one two y",
                          {span(2, 9, 1), {{6, 9}, Kind::kBoilerplate, 5}}),
            "x one y");
  EXPECT_EQ(dropping.Left("b", "x one two y", {span(2, 9, 1)}), "x one two y");
  EXPECT_EQ(dropping.Left("c", "x one two y", {span(2, 9, 1)}), "x y");
  // What stays of one family does not go with another.
  EXPECT_EQ(dropping.Left("d", "x one two y", {span(2, 9, 1), span(2, 5, 2)}),
            "x one y");
  EXPECT_EQ(dropping.Left("e", "one two", {span(0, 3, 2), span(0, 7, 3)}),
            "one two");
  EXPECT_EQ(dropping.Left("f", "one one", {span(0, 3, 4), span(4, 7, 4)}),
            "one");
}

// A document that goes takes no copy along that others rely on.
TEST(DocumentCleaner, ACopyInADocumentThatGoesDoesNotCount) {
  CleanOptions options = Dropping({Kind::kPassage});
  options.min_words = 2;
  Case dropping(options);
  const DocumentSpan copy = {{0, 3}, Kind::kPassage, 1};
  EXPECT_EQ(dropping.Left("a", "one", {copy}), "");
  DocumentFate gone;
  gone.stays = false;
  gone.keeper = "z";
  EXPECT_EQ(dropping.Left("b", "one two", {copy}, gone), "");
  EXPECT_EQ(dropping.Left("c", "one two three", {copy}), "one two three");
  EXPECT_EQ(dropping.Left("d", "one two three", {copy}), "two three");
}

TEST(DocumentCleaner, TheStateOfFamiliesGoesOn) {
  const CleanOptions options = Dropping({Kind::kPassage});
  Case first(options);
  const DocumentSpan copy = {{0, 3}, Kind::kPassage, 9};
  EXPECT_EQ(first.Left("a", "one two", {copy}), "one two");
  Case second(options);
  ASSERT_TRUE(
      second.cleaner().SetKeptFamilies(first.cleaner().KeptFamilies()).ok());
  EXPECT_EQ(second.Left("b", "one two", {copy}), "two");
  EXPECT_FALSE(second.cleaner().SetKeptFamilies("x").ok());
}

TEST(DocumentCleaner, TooShortDocumentsGo) {
  CleanOptions options;
  options.min_words = 2;
  Case short_case(options);
  const auto cleaned =
      short_case.Clean("a", "one two", {{{0, 3}, Kind::kRelated, kNoId}});
  ASSERT_TRUE(cleaned.ok());
  EXPECT_FALSE(cleaned->stays);
  EXPECT_EQ(cleaned->whole.reason, Reason::kShort);
  EXPECT_EQ(Case().Left("a", " - ", {}), "");
  options.min_words = 0;
  EXPECT_TRUE(Case(options).Clean("a", "", {})->stays);
}

TEST(DocumentCleaner, CopiesGoByKind) {
  DocumentFate gone;
  gone.stays = false;
  gone.reason = Kind::kSyndicated;
  gone.keeper = "z";
  const std::vector<DocumentSpan> spans = {{{0, 7}, Kind::kSyndicated, 3}};
  const auto cleaned = Case().Clean("a", "one two", spans, gone);
  EXPECT_FALSE(cleaned->stays);
  EXPECT_EQ(cleaned->whole.family, 3);
  EXPECT_EQ(cleaned->keeper, "z");
  CleanOptions options;
  options.removed[static_cast<size_t>(Kind::kSyndicated)] = false;
  EXPECT_EQ(Case(options).Left("a", "one two", spans, gone), "one two");
}

TEST(DocumentCleaner, DecisionsAreHonoured) {
  const std::string by_family =
      "{\"family\":1,\"decision\":\"keep\"}\n"
      "{\"family\":2,\"decision\":\"drop\"}\n"
      "{\"family\":3,\"decision\":\"keep\"}\n";
  Case families({}, by_family);
  EXPECT_EQ(families.Left("a", "one two six",
                          {{{0, 3}, Kind::kBoilerplate, 1},
                           {{4, 7}, Kind::kBoilerplate, 5}}),
            "one six");
  EXPECT_EQ(families.Left("b", "one two", {{{0, 3}, Kind::kQuote, 2}}),
            "one two");  // the first copy
  EXPECT_EQ(families.Left("c", "one two", {{{0, 3}, Kind::kQuote, 2}}), "two");
  DocumentFate gone;
  gone.stays = false;
  gone.keeper = "z";
  EXPECT_EQ(families.Left("d", "one", {{{0, 3}, Kind::kDuplicate, 3}}, gone),
            "one");

  const std::string by_stretch =
      "{\"doc\":\"a\",\"begin\":2,\"end\":5,\"decision\":\"drop\"}\n"
      "{\"doc\":\"b\",\"begin\":0,\"end\":3,\"decision\":\"keep\"}\n"
      "{\"doc\":\"c\",\"begin\":0,\"end\":7,\"decision\":\"drop\"}\n"
      "{\"doc\":\"e\",\"begin\":1,\"end\":2,\"decision\":\"drop\"}\n";
  Case stretches({}, by_stretch);
  EXPECT_EQ(stretches.Left("a", "one two", {}), "onwo");
  EXPECT_EQ(stretches.Left("b", "one two", {{{0, 3}, Kind::kBoilerplate, 1}}),
            "one two");
  EXPECT_EQ(stretches.Left("b", "one two", {}, gone), "one two");
  const auto whole = stretches.Clean("c", "one two", {});
  EXPECT_FALSE(whole->stays);
  EXPECT_EQ(whole->whole.reason, Reason::kDecision);
  EXPECT_THAT(std::string(stretches.Clean("e", "ا", {}).status().message()),
              HasSubstr("d:4: [1, 2) splits a character"));
}

}  // namespace
}  // namespace tikrar
