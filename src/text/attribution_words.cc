#include "text/attribution_words.h"

#include <iterator>
#include <string_view>

#include "text/char_rules.h"
#include "text/segment_chars.h"

namespace tikrar {
namespace {

struct FrameWord {
  std::u32string_view word;  // folded; و and ف before it are allowed
  FramePart part;
};

// The verbs are those that stand before long quotations in Saudi papers of
// 2015; the nouns, those before names in marks there.
constexpr FrameWord kFrameWords[] = {
    {U"اءتلاف", FramePart::kNaming},    {U"ابان", FramePart::kVerb},
    {U"ابانت", FramePart::kVerb},       {U"اجاب", FramePart::kVerb},
    {U"اجابت", FramePart::kVerb},       {U"اذاعه", FramePart::kNaming},
    {U"اردف", FramePart::kVerb},        {U"اردفت", FramePart::kVerb},
    {U"اسم", FramePart::kNaming},       {U"اشار", FramePart::kVerb},
    {U"اشارت", FramePart::kVerb},       {U"اشاروا", FramePart::kVerb},
    {U"اضاف", FramePart::kVerb},        {U"اضافت", FramePart::kVerb},
    {U"اضافوا", FramePart::kVerb},      {U"اعتبر", FramePart::kVerb},
    {U"اعتبرت", FramePart::kVerb},      {U"اعلن", FramePart::kVerb},
    {U"اعلنت", FramePart::kVerb},       {U"اغنيه", FramePart::kNaming},
    {U"افاد", FramePart::kVerb},        {U"افادت", FramePart::kVerb},
    {U"اكد", FramePart::kVerb},         {U"اكدت", FramePart::kVerb},
    {U"اكدوا", FramePart::kVerb},       {U"البرنامج", FramePart::kNaming},
    {U"السفينه", FramePart::kNaming},   {U"الشركه", FramePart::kNaming},
    {U"الصحيفه", FramePart::kNaming},   {U"الفيلم", FramePart::kNaming},
    {U"ان", FramePart::kThat},          {U"اننا", FramePart::kThat},
    {U"انني", FramePart::kThat},        {U"انه", FramePart::kThat},
    {U"انها", FramePart::kThat},        {U"انهم", FramePart::kThat},
    {U"اوضح", FramePart::kVerb},        {U"اوضحت", FramePart::kVerb},
    {U"اوضحوا", FramePart::kVerb},      {U"باسم", FramePart::kNaming},
    {U"بالقول", FramePart::kNoun},      {U"بان", FramePart::kThat},
    {U"بانه", FramePart::kThat},        {U"بانها", FramePart::kThat},
    {U"بانهم", FramePart::kThat},       {U"بحسب", FramePart::kPreposition},
    {U"برنامج", FramePart::kNaming},    {U"برنامجه", FramePart::kNaming},
    {U"بطوله", FramePart::kNaming},     {U"بعنوان", FramePart::kNaming},
    {U"بقوله", FramePart::kNoun},       {U"بقولها", FramePart::kNoun},
    {U"بنك", FramePart::kNaming},       {U"تابع", FramePart::kVerb},
    {U"تابعت", FramePart::kVerb},       {U"تحالف", FramePart::kNaming},
    {U"تطبيق", FramePart::kNaming},     {U"تقول", FramePart::kVerb},
    {U"تنظيم", FramePart::kNaming},     {U"جاءزه", FramePart::kNaming},
    {U"جبهه", FramePart::kNaming},      {U"جريده", FramePart::kNaming},
    {U"جزيره", FramePart::kNaming},     {U"جماعه", FramePart::kNaming},
    {U"جمعيه", FramePart::kNaming},     {U"حركه", FramePart::kNaming},
    {U"حزب", FramePart::kNaming},       {U"حسب", FramePart::kPreposition},
    {U"حمله", FramePart::kNaming},      {U"حي", FramePart::kNaming},
    {U"ختم", FramePart::kVerb},         {U"ذكر", FramePart::kVerb},
    {U"ذكرت", FramePart::kVerb},        {U"ردد", FramePart::kVerb},
    {U"روايته", FramePart::kNaming},    {U"روايه", FramePart::kNaming},
    {U"زاد", FramePart::kVerb},         {U"سفينه", FramePart::kNaming},
    {U"شدد", FramePart::kVerb},         {U"شددت", FramePart::kVerb},
    {U"شركه", FramePart::kNaming},      {U"صاح", FramePart::kVerb},
    {U"صاروخ", FramePart::kNaming},     {U"صاله", FramePart::kNaming},
    {U"صحيفه", FramePart::kNaming},     {U"صرح", FramePart::kVerb},
    {U"صرحت", FramePart::kVerb},        {U"طاءره", FramePart::kNaming},
    {U"طبقا", FramePart::kPreposition}, {U"علق", FramePart::kVerb},
    {U"علقت", FramePart::kVerb},        {U"علي", FramePart::kNaming},
    {U"عمليه", FramePart::kNaming},     {U"عن", FramePart::kFrom},
    {U"عنوان", FramePart::kNaming},     {U"غرد", FramePart::kVerb},
    {U"غردت", FramePart::kVerb},        {U"فرع", FramePart::kNaming},
    {U"فرقه", FramePart::kNaming},      {U"فصيل", FramePart::kNaming},
    {U"فندق", FramePart::kNaming},      {U"في", FramePart::kNaming},
    {U"فيلم", FramePart::kNaming},      {U"قاءلا", FramePart::kVerb},
    {U"قاءله", FramePart::kVerb},       {U"قاعده", FramePart::kNaming},
    {U"قال", FramePart::kVerb},         {U"قالت", FramePart::kVerb},
    {U"قالوا", FramePart::kVerb},       {U"قبيله", FramePart::kNaming},
    {U"قريه", FramePart::kNaming},      {U"قصيدته", FramePart::kNaming},
    {U"قصيده", FramePart::kNaming},     {U"قناه", FramePart::kNaming},
    {U"قوله", FramePart::kNoun},        {U"قولها", FramePart::kNoun},
    {U"قولهم", FramePart::kNoun},       {U"كاس", FramePart::kNaming},
    {U"كتاب", FramePart::kNaming},      {U"كتابه", FramePart::kNaming},
    {U"كتب", FramePart::kVerb},         {U"كتبت", FramePart::kVerb},
    {U"كتيبه", FramePart::kNaming},     {U"لافتا", FramePart::kVerb},
    {U"لبرنامج", FramePart::kNaming},   {U"لشركه", FramePart::kNaming},
    {U"لصحيفه", FramePart::kNaming},    {U"لعبه", FramePart::kNaming},
    {U"لفت", FramePart::kVerb},         {U"لفتت", FramePart::kVerb},
    {U"لقناه", FramePart::kNaming},     {U"لمجله", FramePart::kNaming},
    {U"لمنظمه", FramePart::kNaming},    {U"لموقع", FramePart::kNaming},
    {U"لواء", FramePart::kNaming},      {U"لوكاله", FramePart::kNaming},
    {U"مءسسه", FramePart::kNaming},     {U"مءكدا", FramePart::kVerb},
    {U"مءكده", FramePart::kVerb},       {U"مبادره", FramePart::kNaming},
    {U"مبينا", FramePart::kVerb},       {U"مجله", FramePart::kNaming},
    {U"مجموعه", FramePart::kNaming},    {U"مخيم", FramePart::kNaming},
    {U"مدينه", FramePart::kNaming},     {U"مركز", FramePart::kNaming},
    {U"مستشفي", FramePart::kNaming},    {U"مسلسل", FramePart::kNaming},
    {U"مشددا", FramePart::kVerb},       {U"مشروع", FramePart::kNaming},
    {U"مشيرا", FramePart::kVerb},       {U"مشيره", FramePart::kVerb},
    {U"مضيفا", FramePart::kVerb},       {U"مضيفه", FramePart::kVerb},
    {U"مطعم", FramePart::kNaming},      {U"معتبرا", FramePart::kVerb},
    {U"معرض", FramePart::kNaming},      {U"من", FramePart::kNaming},
    {U"منتدي", FramePart::kNaming},     {U"منظمه", FramePart::kNaming},
    {U"منوها", FramePart::kVerb},       {U"مهرجان", FramePart::kNaming},
    {U"موضحا", FramePart::kVerb},       {U"موضحه", FramePart::kVerb},
    {U"موقع", FramePart::kNaming},      {U"ميليشيا", FramePart::kNaming},
    {U"ميليشيات", FramePart::kNaming},  {U"ميناء", FramePart::kNaming},
    {U"نادي", FramePart::kNaming},      {U"نقل", FramePart::kTransfer},
    {U"نقلا", FramePart::kTransfer},    {U"نقلت", FramePart::kTransfer},
    {U"هاشتاج", FramePart::kNaming},    {U"هاشتاق", FramePart::kNaming},
    {U"هتف", FramePart::kVerb},         {U"وسم", FramePart::kNaming},
    {U"وفق", FramePart::kPreposition},  {U"وفقا", FramePart::kPreposition},
    {U"وكاله", FramePart::kNaming},     {U"يقول", FramePart::kVerb},
};

// Letters as they are compared: step 8 to 14 of the standard profile for the
// letters of frames.
char32_t Fold(char32_t c) {
  switch (c) {
    case U'أ':
    case U'إ':
    case U'آ':
    case U'ٱ':
      return U'ا';
    case U'ؤ':
    case U'ئ':
      return U'ء';
    case U'ى':
    case U'ی':
      return U'ي';
    case U'ة':
      return U'ه';
    case U'ک':
      return U'ك';
    default:
      return c;
  }
}

}  // namespace

char32_t LetterTable::Slow(char32_t c) {
  if (IsLetterOrDigit(c)) return Fold(c);
  const bool is_skipped =
      c == kTatweelChar || IsFoldableMark(c) || IsDeleted(c);
  return is_skipped ? kSkipped : kNoLetter;
}

LetterTable::LetterTable() {
  for (char32_t c = 0; c < letters_.size(); ++c) {
    letters_[c] = static_cast<uint16_t>(Slow(c));
  }
}

FrameWords::FrameWords() {
  static_assert(std::size(kFrameWords) < kSlots / 4);
  for (const FrameWord& entry : kFrameWords) {
    WordKey key;
    for (const char32_t letter : entry.word) key.Add(letter);
    size_t slot = Slot(key.key());
    while (slots_[slot].key != 0) slot = (slot + 1) % kSlots;
    slots_[slot] = {key.key(), entry.part};
  }
}

}  // namespace tikrar
