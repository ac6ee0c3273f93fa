#include "classify/token_classes.h"

#include <algorithm>

#include "classify/date_words.h"
#include "tikrar/sketch.h"

namespace tikrar {
namespace {

// A prayer has so many words; so many where none of them is the name of God.
constexpr size_t kLeastDevotion = 3;
constexpr size_t kLeastWords = 4;
constexpr double kDevotionShare = 0.75;

// Openings, closings and invocations that many texts share because the
// language does. Spelled as standard folding leaves them.
constexpr std::string_view kFormulae[] = {
    "بسم الله الرحمن الرحيم",
    "بسم الله",
    "صلى الله عليه وسلم",
    "صلى الله عليه وآله وسلم",
    "عليه الصلاة والسلام",
    "عليه السلام",
    "رضي الله عنه",
    "رضي الله عنها",
    "رضي الله عنهم",
    "رحمه الله",
    "قال تعالى",
    "قال الله تعالى",
    "قال رسول الله",
    "قال النبي",
    "عن أبي هريرة",
    "رواه البخاري",
    "رواه مسلم",
    "رواه البخاري ومسلم",
    "متفق عليه",
    "صدق الله العظيم",
    "الحمد لله",
    "الحمد لله رب العالمين",
    "الحمد لله وحده",
    "والحمد لله رب العالمين",
    "الله أكبر",
    "والصلاة والسلام على رسول الله",
    "والصلاة والسلام على أشرف المرسلين",
    "والصلاة والسلام على من لا نبي بعده",
    "السلام عليكم",
    "السلام عليكم ورحمة الله",
    "السلام عليكم ورحمة الله وبركاته",
    "والسلام عليكم ورحمة الله وبركاته",
    "وعليكم السلام ورحمة الله وبركاته",
    "أما بعد",
    "وبعد",
    "والله أعلم",
    "والله من وراء القصد",
    "والله الموفق",
    "وبالله التوفيق",
    "والله ولي التوفيق",
    "والله المستعان",
    "إنا لله وإنا إليه راجعون",
    "وإنا لله وإنا إليه راجعون",
    "حسبنا الله ونعم الوكيل",
    "لا حول ولا قوة إلا بالله",
    "لا إله إلا الله",
    "محمد رسول الله",
    "أشهد أن لا إله إلا الله",
    "أستغفر الله",
    "سبحان الله",
    "ما شاء الله",
    "إن شاء الله",
    "أعوذ بالله من الشيطان الرجيم",
    "آمين",
    "اللهم آمين",
    "ودمتم سالمين",
    "ألف مبروك",
};

// God is named so; a line with one of these words is a prayer, a verse, or
// prose about them.
constexpr std::string_view kGodWords =
    "الله والله بالله لله ولله فالله تالله فلله اللهم واللهم ربنا وربنا ربك "
    "وربك ربكم ربهم ربي تعالى وتعالى سبحانه وسبحانه";

// With the name of God behind them these are names of people and places.
constexpr std::string_view kBeforeGodInNames =
    "عبد رام حزب آية نصر عطا عطاء فضل ضيف جار خلف سعد خير عون فتح رزق حمد هبة "
    "جاد دخيل شرف نعمة أمة سيف عناية غرم وصل جاب حسب عوض لطف منة بيت";

// What prayers and verses are full of, besides.
constexpr std::string_view kDevotionWords =
    "الحمد والحمد الصلاة والصلاة السلام والسلام صلى وصلى صل وصل صلوا يصلون "
    "وسلم "
    "سلم وسلموا تسليما بارك وبارك عليه عليها عليهم عليكم علينا على وعلى أشرف "
    "الأنبياء المرسلين والمرسلين نبينا نبيه النبي محمد محمدا سيدنا رسول رسوله "
    "ورسوله وآله آله آل وصحبه صحبه أصحابه وأصحابه أجمعين رب العالمين الرحمن "
    "الرحيم الدين رضي عنه عنها عنهم رحمه رحمها رحمة ورحمة وبركاته بسم حديث "
    "آمنوا "
    "الذين أيها يا وملائكته إله إلا لا حول قوة ولا يوم وحده شريك له أشهد وأشهد "
    "أعوذ أستغفر واستغفر التابعين والتابعين بإحسان إلى الهدى آمين دعوانا وآخر "
    "أن "
    "المؤمنين المسلمين والمسلمين اغفر وارحم";

void Insert(const Normalizer& normalizer, std::string_view words,
            absl::flat_hash_set<uint32_t>* set) {
  for (uint32_t token : TokensOf(normalizer, words)) set->insert(token);
}

}  // namespace

std::vector<uint32_t> TokensOf(const Normalizer& normalizer,
                               std::string_view text) {
  NormalizedText normalized;
  normalizer.Normalize(text, &normalized);
  std::vector<uint32_t> tokens;
  NumberTokens(normalized, &tokens);
  return tokens;
}

TokenClasses::TokenClasses(const Normalizer& normalizer) {
  Insert(normalizer, kDateWords, &date_words_);
  Insert(normalizer, "GMT", &date_words_);
  Insert(normalizer, kDateGlue, &date_glue_);
  Insert(normalizer, kGodWords, &god_words_);
  Insert(normalizer, kBeforeGodInNames, &before_god_in_names_);
  Insert(normalizer, kDevotionWords, &devotion_words_);
  for (std::string_view formula : kFormulae) {
    formulae_.push_back(TokensOf(normalizer, formula));
  }
  std::stable_sort(
      formulae_.begin(), formulae_.end(),
      [](const auto& a, const auto& b) { return a.size() > b.size(); });
}

bool TokenClasses::IsFormula(Tokens tokens) const {
  return IsListed(tokens) || IsDevotion(tokens);
}

bool TokenClasses::IsDevotion(Tokens tokens) const {
  if (tokens.size() < kLeastDevotion ||
      std::any_of(tokens.begin(), tokens.end(), IsNumberToken)) {
    return false;
  }
  size_t words = 0;
  for (size_t i = 0; i < tokens.size(); ++i) {
    const bool names_god =
        god_words_.contains(tokens[i]) &&
        (i == 0 || !before_god_in_names_.contains(tokens[i - 1]));
    if (names_god) return true;
    words += devotion_words_.contains(tokens[i]) ? 1 : 0;
  }
  return tokens.size() >= kLeastWords &&
         static_cast<double>(words) >=
             kDevotionShare * static_cast<double>(tokens.size());
}

bool TokenClasses::IsListed(Tokens tokens) const {
  if (tokens.empty()) return false;
  while (!tokens.empty()) {
    const auto match = std::find_if(
        formulae_.begin(), formulae_.end(), [&](const auto& formula) {
          return formula.size() <= tokens.size() &&
                 std::equal(formula.begin(), formula.end(), tokens.begin());
        });
    if (match == formulae_.end()) return false;
    tokens = tokens.subspan(match->size());
  }
  return true;
}

}  // namespace tikrar
