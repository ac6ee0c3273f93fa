#include "align/variant_number.h"

#include <algorithm>

#include "align/word_letters.h"

namespace tikrar {
namespace {

constexpr int64_t kOne = 1'000'000;  // values are in millionths
constexpr int64_t kLimit = 1'000'000'000'000;

enum class Slot : uint8_t {
  kUnit = 0,  // 1 to 9
  kEleven,    // a unit only before ten: أحد عشر, اثنا عشر
  kTen,       // 10, and the second word of 11 to 19
  kTens,      // 20 to 90
  kHundred,   // 100, and the second word of 300 to 900
  kHundreds,  // 200 to 900 in one word
  kScale,     // a thousand and up
  kScales,    // two of them
  kDigits,
};

struct NumberWord {
  std::u16string_view word;
  Slot slot;
  int64_t value;
};

constexpr NumberWord kNumberWords[] = {
    {u"واحد", Slot::kUnit, 1},
    {u"واحده", Slot::kUnit, 1},
    {u"احد", Slot::kEleven, 1},
    {u"احدي", Slot::kEleven, 1},
    {u"اثنان", Slot::kUnit, 2},
    {u"اثنين", Slot::kUnit, 2},
    {u"اثنتان", Slot::kUnit, 2},
    {u"اثنتين", Slot::kUnit, 2},
    {u"اثنا", Slot::kEleven, 2},
    {u"اثني", Slot::kEleven, 2},
    {u"اثنتا", Slot::kEleven, 2},
    {u"اثنتي", Slot::kEleven, 2},
    {u"ثلاث", Slot::kUnit, 3},
    {u"ثلاثه", Slot::kUnit, 3},
    {u"اربع", Slot::kUnit, 4},
    {u"اربعه", Slot::kUnit, 4},
    {u"خمس", Slot::kUnit, 5},
    {u"خمسه", Slot::kUnit, 5},
    {u"ست", Slot::kUnit, 6},
    {u"سته", Slot::kUnit, 6},
    {u"سبع", Slot::kUnit, 7},
    {u"سبعه", Slot::kUnit, 7},
    {u"ثمان", Slot::kUnit, 8},
    {u"ثماني", Slot::kUnit, 8},
    {u"ثمانيه", Slot::kUnit, 8},
    {u"ثمانيا", Slot::kUnit, 8},
    {u"تسع", Slot::kUnit, 9},
    {u"تسعه", Slot::kUnit, 9},
    {u"عشر", Slot::kTen, 10},
    {u"عشره", Slot::kTen, 10},
    {u"عشرون", Slot::kTens, 20},
    {u"عشرين", Slot::kTens, 20},
    {u"ثلاثون", Slot::kTens, 30},
    {u"ثلاثين", Slot::kTens, 30},
    {u"اربعون", Slot::kTens, 40},
    {u"اربعين", Slot::kTens, 40},
    {u"خمسون", Slot::kTens, 50},
    {u"خمسين", Slot::kTens, 50},
    {u"ستون", Slot::kTens, 60},
    {u"ستين", Slot::kTens, 60},
    {u"سبعون", Slot::kTens, 70},
    {u"سبعين", Slot::kTens, 70},
    {u"ثمانون", Slot::kTens, 80},
    {u"ثمانين", Slot::kTens, 80},
    {u"تسعون", Slot::kTens, 90},
    {u"تسعين", Slot::kTens, 90},
    {u"مه", Slot::kHundred, 100},
    {u"ماه", Slot::kHundred, 100},
    {u"ميه", Slot::kHundred, 100},
    {u"متان", Slot::kHundreds, 200},
    {u"متين", Slot::kHundreds, 200},
    {u"متا", Slot::kHundreds, 200},
    {u"متي", Slot::kHundreds, 200},
    {u"ماتان", Slot::kHundreds, 200},
    {u"ماتين", Slot::kHundreds, 200},
    {u"ماتا", Slot::kHundreds, 200},
    {u"ماتي", Slot::kHundreds, 200},
    {u"الف", Slot::kScale, 1'000},
    {u"الفا", Slot::kScale, 1'000},
    {u"الاف", Slot::kScale, 1'000},
    {u"الفان", Slot::kScales, 1'000},
    {u"الفين", Slot::kScales, 1'000},
    {u"مليون", Slot::kScale, 1'000'000},
    {u"مليونا", Slot::kScale, 1'000'000},
    {u"ملايين", Slot::kScale, 1'000'000},
    {u"مليونان", Slot::kScales, 1'000'000},
    {u"مليونين", Slot::kScales, 1'000'000},
    {u"مليار", Slot::kScale, 1'000'000'000},
    {u"مليارا", Slot::kScale, 1'000'000'000},
    {u"مليارات", Slot::kScale, 1'000'000'000},
    {u"ملياران", Slot::kScales, 1'000'000'000},
    {u"مليارين", Slot::kScales, 1'000'000'000},
    {u"بليون", Slot::kScale, 1'000'000'000},
    {u"بلايين", Slot::kScale, 1'000'000'000},
    {u"بليونا", Slot::kScale, 1'000'000'000},
    {u"بليوني", Slot::kScales, 1'000'000'000},
};

// Of either gender, without the article. Tens are as in kNumberWords.
struct OrdinalWord {
  std::u16string_view masculine, feminine;
  int64_t value;
};
constexpr OrdinalWord kOrdinals[] = {
    {u"اول", u"اولي", 1},    {u"ثاني", u"ثانيه", 2}, {u"ثالث", u"ثالثه", 3},
    {u"رابع", u"رابعه", 4},  {u"خامس", u"خامسه", 5}, {u"سادس", u"سادسه", 6},
    {u"سابع", u"سابعه", 7},  {u"ثامن", u"ثامنه", 8}, {u"تاسع", u"تاسعه", 9},
    {u"عاشر", u"عاشره", 10},
};
// Only before ten and tens.
constexpr OrdinalWord kFirstOfMany = {u"حادي", u"حاديه", 1};

struct Item {
  Slot slot;
  int64_t value;  // in ones; kDigits: in millionths
};

std::optional<Item> FindWord(std::u16string_view word) {
  for (const NumberWord& known : kNumberWords) {
    if (known.word == word) return Item{known.slot, known.value};
  }
  // 300 to 900 in one word: ثلاثمئة, ثمانيمائة.
  for (const std::u16string_view hundred : {u"مه", u"ماه"}) {
    if (word.size() < hundred.size() + 2 || !word.ends_with(hundred)) continue;
    const std::optional<Item> unit =
        FindWord(word.substr(0, word.size() - hundred.size()));
    if (unit && unit->slot == Slot::kUnit && unit->value >= 3) {
      return Item{Slot::kHundreds, unit->value * 100};
    }
  }
  return std::nullopt;
}

std::optional<Item> FindDigits(std::u16string_view word) {
  if (word.empty() || !IsDigit(word[0])) return std::nullopt;
  const size_t point = word.find(u'.');
  const std::u16string_view whole = word.substr(0, point);
  std::u16string fraction(point == word.npos ? word.substr(word.size())
                                             : word.substr(point + 1));
  if (whole.size() > 12 || fraction.size() > 6) return std::nullopt;
  fraction.resize(6, u'0');
  int64_t value = 0;
  for (const std::u16string_view digits :
       {whole, std::u16string_view(fraction)}) {
    for (const char16_t digit : digits) {
      if (!IsDigit(digit)) return std::nullopt;
      value = value * 10 + (digit - u'0');
    }
  }
  return Item{Slot::kDigits, value};
}

// Reads a number from left to right: thousands and up in falling order, each
// after a count below a thousand, then the rest.
class NumberReader {
 public:
  // Takes the next word; `has_waw` if «و» stands before it. False: the words
  // so far are no number.
  bool Take(Item item, bool has_waw) {
    if (!TakeJoined(item, has_waw || !is_started_)) return false;
    is_started_ = true;
    last_ = item;
    return true;
  }

  std::optional<int64_t> Value() const {
    // «أحد» waits for its ten.
    if (!is_started_ || last_.slot == Slot::kEleven) return std::nullopt;
    const int64_t value = total_ + group_;
    return value < kLimit * kOne ? std::optional(value) : std::nullopt;
  }

 private:
  bool TakeJoined(Item item, bool is_new) {
    if (last_.slot == Slot::kEleven && item.slot != Slot::kTen &&
        (item.slot != Slot::kTens || last_.value != 1)) {
      return false;  // أحد عشر and أحد وعشرون, no more
    }
    switch (item.slot) {
      case Slot::kUnit:
      case Slot::kEleven:
        return is_new && AddUnit(item.value);
      case Slot::kTen:
        return is_new ? AddUnit(10) : IsAfterUnit() && AddTens(10);
      case Slot::kTens:
        return is_new && AddTens(item.value);
      case Slot::kHundred:
        return is_new ? AddHundreds(100) : MultiplyUnit();
      case Slot::kHundreds:
        return is_new && AddHundreds(item.value);
      case Slot::kScale:  // a waw before it, or a count
        if (is_new != (group_ == 0)) return false;
        return AddGroup(is_new ? kOne : group_, item.value);
      case Slot::kScales:
        return is_new && group_ == 0 && AddGroup(2 * kOne, item.value);
      case Slot::kDigits:
        if (!is_new || group_ > 0 || item.value >= scale_) return false;
        group_ = item.value;
        has_units_ = has_tens_ = has_hundreds_ = true;
        return true;
    }
    return false;
  }

  bool IsAfterUnit() const {
    return last_.slot == Slot::kUnit || last_.slot == Slot::kEleven;
  }

  // Arabic says hundreds, units, tens.
  bool AddUnit(int64_t value) {
    if (has_units_ || has_tens_) return false;
    has_units_ = true;
    has_tens_ = value == 10;
    group_ += value * kOne;
    return true;
  }

  bool AddTens(int64_t value) {
    if (has_tens_) return false;
    has_tens_ = true;
    group_ += value * kOne;
    return true;
  }

  bool AddHundreds(int64_t value) {
    if (has_units_ || has_tens_ || has_hundreds_) return false;
    has_hundreds_ = true;
    group_ += value * kOne;
    return true;
  }

  // «ثلاث مئة»: the unit before was a count of hundreds.
  bool MultiplyUnit() {
    if (last_.slot != Slot::kUnit || last_.value < 3 || has_hundreds_ ||
        has_tens_) {
      return false;
    }
    group_ *= 100;
    has_units_ = false;
    has_hundreds_ = true;
    return true;
  }

  bool AddGroup(int64_t count, int64_t scale) {
    if (scale * kOne >= scale_ || count > kLimit * kOne / scale) return false;
    total_ += count * scale;
    scale_ = scale * kOne;
    group_ = 0;
    has_units_ = has_tens_ = has_hundreds_ = false;
    return true;
  }

  int64_t total_ = 0;
  int64_t group_ = 0;              // below a thousand; waits for its scale
  int64_t scale_ = kLimit * kOne;  // what comes now is smaller
  bool has_units_ = false, has_tens_ = false, has_hundreds_ = false;
  bool is_started_ = false;
  Item last_ = {Slot::kDigits, 0};
};

std::optional<Item> FindItem(std::u16string_view word) {
  const std::optional<Item> digits = FindDigits(word);
  return digits ? digits : FindWord(word);
}

// The first word, less its proclitics and article.
std::optional<Item> FindFirst(std::u16string_view word) {
  std::optional<Item> item;
  WithoutProclitics(word, [&](std::u16string_view rest) {
    item = FindItem(rest);
    if (!item && rest.starts_with(u"ال") && rest != u"الاثنين") {
      item = FindItem(rest.substr(2));  // الاثنين is Monday
    }
    return item.has_value();
  });
  return item;
}

bool Is(std::u16string_view word, const OrdinalWord& ordinal) {
  return word == ordinal.masculine || word == ordinal.feminine;
}

// The unit that begins an ordinal of one word, or of `is_many`.
std::optional<int64_t> FindOrdinal(std::u16string_view word, bool is_many) {
  if (is_many && Is(word, kFirstOfMany)) return kFirstOfMany.value;
  for (const OrdinalWord& known : kOrdinals) {
    if (!Is(word, known)) continue;
    if (is_many && (known.value == 1 || known.value == 10)) break;
    return known.value;
  }
  return std::nullopt;
}

// 10 after عشر, 20 to 90 after والعشرين and the like.
std::optional<int64_t> FindOrdinalTens(std::u16string_view word) {
  if (word == u"عشر" || word == u"عشره") return 10;
  if (!word.starts_with(u"وال")) return std::nullopt;
  const std::optional<Item> tens = FindWord(word.substr(3));
  if (!tens || tens->slot != Slot::kTens) return std::nullopt;
  return tens->value;
}

std::optional<int64_t> WholeDigits(std::u16string_view word) {
  const std::optional<Item> digits = FindDigits(word);
  if (!digits || digits->value % kOne != 0) return std::nullopt;
  return digits->value / kOne;
}

}  // namespace

std::optional<int64_t> OrdinalOf(FoldedWords words) {
  if (words.empty() || words.size() > kMaxOrdinalWords) return std::nullopt;
  if (words.size() == 1 && !words[0].empty() && IsDigit(words[0][0]))
    return WholeDigits(words[0]);
  std::optional<int64_t> value;
  WithoutProclitics(words[0], [&](std::u16string_view rest) {
    if (rest.starts_with(u"ال")) {
      value = FindOrdinal(rest.substr(2), words.size() > 1);
    } else if (rest.starts_with(u"لل")) {
      value = FindOrdinal(rest.substr(2), words.size() > 1);
    }
    return value.has_value();
  });
  if (!value || words.size() == 1) return value;
  const std::optional<int64_t> tens = FindOrdinalTens(words[1]);
  return tens ? std::optional(*value + *tens) : std::nullopt;
}

std::optional<int64_t> NumberOf(FoldedWords words) {
  if (words.size() > kMaxNumberWords) return std::nullopt;
  if (words.size() == 1 && words[0].ends_with(u"متي")) return std::nullopt;
  if (words.size() == 1 && words[0] == u"صفر") return 0;
  NumberReader reader;
  bool has_waw = false;
  bool is_first = true;
  for (const std::u16string& word : words) {
    if (word == u"و" && !has_waw && &word != &words.back()) {
      has_waw = true;  // it stands before digits
      continue;
    }
    std::u16string_view rest = word;
    // Not the first letter of واحد: «مئة وأحد عشر» folds to it.
    if (!is_first && !has_waw && rest.starts_with(u'و')) {
      rest.remove_prefix(1);
      has_waw = true;
    }
    const std::optional<Item> item =
        is_first ? FindFirst(rest) : FindItem(rest);
    if (!item || !reader.Take(*item, has_waw)) return std::nullopt;
    has_waw = is_first = false;
  }
  return reader.Value();
}

}  // namespace tikrar
