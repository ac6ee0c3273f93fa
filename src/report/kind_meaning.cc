#include "report/kind_meaning.h"

#include <array>

namespace tikrar {
namespace {

struct KindWords {
  std::string_view meaning;
  std::string_view arabic_name;
  std::string_view arabic_meaning;
};

constexpr std::array<KindWords, kKindCount> kWords = {{
    {"page furniture", "قالب ثابت", "ما يكرره الموقع في صفحاته"},
    {"links to other documents", "مواد ذات صلة", "روابط إلى وثائق أخرى"},
    {"block, same document", "تكرار داخلي", "فقرة في الوثيقة نفسها"},
    {"document, same source", "نسخة مكررة", "وثيقة من المصدر نفسه"},
    {"document, other source", "نص منقول", "وثيقة من مصدر آخر"},
    {"quoted or reported speech", "اقتباس", "كلام منقول عن قائله"},
    {"stretch, other documents", "مقطع مشترك", "نص في وثائق أخرى"},
}};

const KindWords& WordsOf(Kind kind) {
  return kWords[static_cast<size_t>(kind)];
}

}  // namespace

std::string_view KindMeaning(Kind kind) { return WordsOf(kind).meaning; }
std::string_view KindNameArabic(Kind kind) { return WordsOf(kind).arabic_name; }
std::string_view KindMeaningArabic(Kind kind) {
  return WordsOf(kind).arabic_meaning;
}

}  // namespace tikrar
