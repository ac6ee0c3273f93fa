#include <gtest/gtest.h>

#include <cstdint>
#include <string>
#include <tuple>
#include <vector>

#include "classify/related.h"
#include "related_pages.h"

namespace tikrar {
namespace {

constexpr char kLead[] =
    "افتتح المجلس المحلي سوق الخشب القديم بعد ترميم سقفه وأبوابه التي أتلفها "
    "مطر الشتاء الماضي كله.";
constexpr char kMore[] =
    "وذكر المجلس أن الباعة سيعودون إلى دكاكينهم تباعا وأن الإيجار لن يرتفع "
    "قبل نهاية العام ما دام السوق هادئا.";
constexpr char kEnd[] =
    "ورأى أحد النجارين أن السقف الجديد عال وأن الريح تدخل منه كل مساء فتفسد "
    "عليهم دهان الأبواب.";
constexpr char kTitle[] = "بحارة الخليج يعثرون على سفينة غارقة منذ مئة عام";
constexpr char kTitleLead[] =
    "عثر بحارة الخليج صباح أمس على سفينة خشبية غارقة منذ مئة عام تقريبا وفيها "
    "جرار من الفخار لم تنكسر.";
constexpr char kTitleMore[] =
    "ويعتزم متحف الساحل أن يعرض الجرار في قاعة جديدة بعد تنظيفها من الملح "
    "والأصداف التي علقت بها.";

using Row = std::tuple<uint32_t, uint32_t, uint32_t, Role, uint32_t>;

std::vector<Row> Rows(const ClassifyCorpus& corpus, int threads) {
  const Furniture furniture = FindRelated(corpus, {.threads = threads}, {});
  std::vector<Row> rows;
  for (const FurnitureSpan& span : furniture.spans) {
    rows.emplace_back(span.doc, span.range.begin, span.range.end, span.role,
                      span.template_index);
  }
  for (const FurnitureTemplate& t : furniture.templates) {
    rows.emplace_back(t.source, t.documents, t.source_documents, t.role, 0);
  }
  return rows;
}

// More documents than a thread takes at a time, some of which wait for what
// the source does elsewhere.
TEST(FindRelated, DoesNotDependOnThreads) {
  RelatedPages pages;
  pages.Add(3, kTitle, {kTitleLead, kTitleMore});
  for (uint32_t i = 0; i < 400; ++i) {
    const std::string own = "خبر قصير عن قافلة رقم " + std::to_string(i);
    const std::string line = "محطة " + std::to_string(i);
    switch (i % 4) {
      case 0:
        pages.Add(0, own, {kLead, "روابط ذات علاقة", kTitle, kMore, kEnd});
        break;
      case 1:
        pages.Add(1, own, {kLead, kMore, "من دفتر النجار", kTitle, line});
        break;
      case 2:
        pages.Add(0, "",
                  {kLead, kMore, "روابط ذات علاقة", kTitle, kTitleLead,
                   kTitleMore, line});
        break;
      default:
        pages.Add(2, "",
                  {kEnd, "اقرأ أيضا", own, kTitle, kMore,
                   "جميع الحقوق محفوظة لمجلة الأخشاب 2025"});
    }
  }
  const std::vector<Row> one = Rows(pages.corpus(), 1);
  EXPECT_GT(one.size(), 900u);
  for (int round = 0; round < 5; ++round) {
    EXPECT_EQ(Rows(pages.corpus(), 4), one);
  }
}

}  // namespace
}  // namespace tikrar
