#include "unit/classify/invented_corpus.h"

#include <algorithm>
#include <utility>

#include "absl/strings/str_format.h"
#include "base/hash.h"
#include "tikrar/sketch.h"

namespace tikrar {
namespace {

constexpr std::string_view kVerbs[] = {"أعلن", "ذكر",  "أوضح", "وصل", "افتتح",
                                       "بدأ",  "ناقش", "أطلق", "زار", "كشف"};
constexpr std::string_view kNouns[] = {
    "المدير",  "المصنع",  "النهر",  "الطبيب", "المزارع", "الميناء", "الجسر",
    "القطار",  "المتحف",  "الشارع", "السوق",  "المسرح",  "البستان", "الوادي",
    "الجبل",   "الساحل",  "المرصد", "الفندق", "الكاتب",  "المهندس", "العامل",
    "الصياد",  "البحار",  "النجار", "المعلم", "الطالب",  "الرسام",  "الملعب",
    "المختبر", "الأرشيف", "المكتب", "المرفأ", "الحقل",   "البرج",   "المنجم",
    "المطبخ",  "المخزن",  "القارب", "المحرك", "الكتاب",  "الدفتر",  "القلم"};
constexpr std::string_view kJoints[] = {"في", "من", "على", "إلى", "عن", "مع"};
constexpr std::string_view kFirstNames[] = {"سامر", "ليلى", "هيثم", "رباب",
                                            "نزار", "سلوى", "وائل", "دلال"};
constexpr std::string_view kLastNames[] = {"الحداد", "الوراق", "النساج",
                                           "البناء", "الصباغ", "الخباز"};

template <size_t kCount>
std::string Pick(const std::string_view (&words)[kCount], uint64_t random) {
  return std::string(words[random % kCount]);
}

}  // namespace

std::string InventedParagraph(uint32_t number) {
  std::string text;
  for (uint32_t sentence = 0; sentence < 3; ++sentence) {
    uint64_t random = Mix64(number * 64ull + sentence + 1);
    text += (sentence == 0 ? "" : " ") + Pick(kVerbs, random);
    for (uint32_t word = 0; word < 5; ++word) {
      random = Mix64(random + word);
      text += " " + Pick(kNouns, random);
      text += " " + Pick(kJoints, random >> 32);
    }
    text += " " + Pick(kNouns, random >> 20) + ".";
  }
  return text;
}

std::string InventedTitle(uint32_t number) {
  std::string title;
  uint64_t random = Mix64(number + 7777ull);
  for (int word = 0; word < 5; ++word) {
    random = Mix64(random);
    title += (word == 0 ? "" : " ") + Pick(kNouns, random);
  }
  return title;
}

std::string InventedName(uint32_t number) {
  const uint64_t random = Mix64(number + 99ull);
  return Pick(kFirstNames, random) + " " + Pick(kLastNames, random >> 20);
}

void InventedCorpus::Add(uint32_t source, std::string title, std::string text) {
  const Normalizer normalizer = *Normalizer::Create({});
  stored_.push_back({source, std::move(title), std::move(text), {}, {}});
  Stored& stored = stored_.back();
  NormalizedText normalized;
  normalizer.Normalize(stored.text, &normalized);
  NumberTokens(normalized, &stored.tokens);
  std::vector<TextRange> ranges;
  SplitBlocks(stored.text, &ranges);
  uint32_t token = 0;
  for (const TextRange& range : ranges) {
    ClassifyBlock block{range, token, token};
    while (token < normalized.tokens.size() &&
           normalized.tokens[token].source.begin < range.end) {
      ++token;
    }
    block.token_end = token;
    stored.blocks.push_back(block);
  }
}

const ClassifyCorpus& InventedCorpus::View() {
  view_ = {};
  for (const Stored& stored : stored_) {
    view_.sources = std::max(view_.sources, stored.source + 1);
    view_.documents.push_back({.text = stored.text,
                               .title = stored.title,
                               .source = stored.source,
                               .tokens = stored.tokens,
                               .blocks = stored.blocks});
  }
  return view_;
}

std::vector<std::string> SpanTexts(const ClassifyCorpus& corpus,
                                   const Furniture& furniture) {
  std::vector<std::string> texts;
  for (const FurnitureSpan& span : furniture.spans) {
    texts.push_back(absl::StrFormat(
        "%d: %s", span.doc, span.range.In(corpus.documents[span.doc].text)));
  }
  return texts;
}

std::vector<std::string> TemplateLines(const Furniture& furniture) {
  std::vector<std::string> lines;
  for (const FurnitureTemplate& row : furniture.templates) {
    lines.push_back(absl::StrFormat("%s %d/%d", row.text, row.documents,
                                    row.source_documents));
  }
  return lines;
}

}  // namespace tikrar
