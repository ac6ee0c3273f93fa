#include "reference/reference_normalizer.h"

#include <unicode/normalizer2.h>
#include <unicode/uchar.h>
#include <unicode/uniset.h>
#include <unicode/unistr.h>

#include <map>
#include <set>

namespace tikrar::reference {
namespace {

using Chars = std::u32string;
constexpr char32_t kTatweel = 0x640;
constexpr char32_t kHamza = 0x621;

icu::UnicodeString ToIcu(std::u32string_view text) {
  icu::UnicodeString out;
  for (char32_t c : text) out.append(static_cast<UChar32>(c));
  return out;
}

Chars FromIcu(const icu::UnicodeString& text) {
  Chars out;
  for (int32_t i = 0; i < text.length(); i = text.moveIndex32(i, 1)) {
    out.push_back(static_cast<char32_t>(text.char32At(i)));
  }
  return out;
}

// A set of code points in ICU's notation.
class Set {
 public:
  explicit Set(const char16_t* pattern) {
    UErrorCode error = U_ZERO_ERROR;
    set_.applyPattern(icu::UnicodeString(pattern), error);
    set_.freeze();
  }
  bool operator()(char32_t c) const {
    return set_.contains(static_cast<UChar32>(c));
  }

 private:
  icu::UnicodeSet set_;
};

struct Sets {
  const Set deleted{
      u"[\\x00-\\x08 \\x0E-\\x1F \\x7F-\\x84 \\x86-\\x9F \\u00AD \\u034F "
      u"\\u0600-\\u0605 \\u061C \\u06DD \\u070F \\u0890 \\u0891 \\u08E2 "
      u"\\u115F \\u1160 \\u17B4 \\u17B5 \\u180B-\\u180F \\u200B-\\u200F "
      u"\\u202A-\\u202E \\u2060-\\u206F \\uFE00-\\uFE0F \\uFEFF "
      u"\\uFFF9-\\uFFFD \\U000E0000-\\U000E0FFF]"};
  const Set space{
      u"[\\t \\x0B \\x0C \\x20 \\u00A0 \\u1680 \\u2000-\\u200A \\u202F "
      u"\\u205F \\u3000 \\u2800 \\u3164 \\uFFA0]"};
  const Set newline{u"[\\n \\r \\u0085 \\u2028 \\u2029]"};
  const Set to_space{
      u"[\\u00A8 \\u00AF \\u00B8 \\u02D8-\\u02DC \\u203E \\u2017]"};
  const Set to_quote{
      u"[\\u2033 \\u2036 \\u2034 \\u2037 \\u2057 \\u02BA \\u3003 \\u02DD]"};
  const Set to_apostrophe{u"[\\u00B4 \\u02B9 \\u02BC \\u2032 \\u2035]"};
  const Set fraction{u"[\\u00BC-\\u00BE \\u2150-\\u215E \\u2189]"};
  const Set mark{
      u"[\\u0300-\\u036F \\u0610-\\u061A \\u064B-\\u065F \\u0670 "
      u"\\u06D6-\\u06DC \\u06DF-\\u06E8 \\u06EA-\\u06ED \\u0897-\\u089F "
      u"\\u08CA-\\u08E1 \\u08E3-\\u08FF \\uFBB2-\\uFBC2 "
      u"\\U00010EFC-\\U00010EFF]"};
  const Set under_hamza{u"[\\u064B-\\u0652 \\u0656-\\u065F \\u0670]"};
  const Set arabic{
      u"[\\u0620-\\u063F \\u0641-\\u064A \\u066E \\u066F \\u0671-\\u06D3 "
      u"\\u06D5 \\u06EE \\u06EF \\u06FA-\\u06FC \\u06FF "
      u"\\u0750-\\u077F \\u08A0-\\u08C9]"};
  const Set alef{u"[\\u0622 \\u0623 \\u0625 \\u0671 \\u0672 \\u0673]"};
  const Set yeh{
      u"[\\u064A \\u06CC \\u06CD \\u06CE \\u06D0-\\u06D3 \\u063D-\\u063F "
      u"\\u0620]"};
  const Set kaf{u"[\\u0643 \\u06A9 \\u06AA \\u063B \\u063C]"};
  const Set heh{u"[\\u0647 \\u06BE \\u06C1 \\u06D5 \\u06FF]"};
  const Set heh_standard{u"[\\u06C0 \\u06C2 \\u06C3 \\u0629]"};
  const Set dropped_letter{u"[\\u0674]"};
  const Set quote{
      u"[\\u0022 \\u00AB \\u00BB \\u201C \\u201D \\u201E \\u201F \\u2039 "
      u"\\u203A \\u275D \\u275E \\u276E \\u276F \\u2E42 \\u301D \\u301E "
      u"\\u301F \\uFD3E \\uFD3F \\uFF02]"};
  const Set apostrophe{
      u"[\\u0027 \\u0060 \\u2018 \\u2019 \\u201A \\u201B \\u02BB \\u02BD "
      u"\\u02BE \\u02BF \\uFF07]"};
  const Set dash{u"[\\u2010-\\u2015 \\u2212 \\uFE58 \\uFE63 \\uFF0D]"};
};

const Sets& In() {
  static const Sets* const sets = new Sets;
  return *sets;
}

Chars Nfkc(const Chars& text, UNormalization2Mode mode) {
  UErrorCode error = U_ZERO_ERROR;
  const icu::Normalizer2* nfkc =
      icu::Normalizer2::getInstance(nullptr, "nfkc", mode, error);
  return FromIcu(nfkc->normalize(ToIcu(text), error));
}

const std::map<char32_t, Chars>& Replacements() {
  static const auto* const map = new std::map<char32_t, Chars>{
      {0xFE70, U"\u064B"},
      {0xFE72, U"\u064C"},
      {0xFE74, U"\u064D"},
      {0xFE76, U"\u064E"},
      {0xFE78, U"\u064F"},
      {0xFE7A, U"\u0650"},
      {0xFE7C, U"\u0651"},
      {0xFE7E, U"\u0652"},
      {0xFC5E, U"\u064C\u0651"},
      {0xFC5F, U"\u064D\u0651"},
      {0xFC60, U"\u064E\u0651"},
      {0xFC61, U"\u064F\u0651"},
      {0xFC62, U"\u0650\u0651"},
      {0xFC63, U"\u0651\u0670"},
      {0xFDFC, U"\u0631\u064A\u0627\u0644"},
      {0xFDFD,
       U"\u0628\u0633\u0645 \u0627\u0644\u0644\u0647 "
       U"\u0627\u0644\u0631\u062D\u0645\u0646 "
       U"\u0627\u0644\u0631\u062D\u064A\u0645"}};
  return *map;
}

const std::map<char32_t, char32_t>& LoanLetters() {
  static const auto* const map = new std::map<char32_t, char32_t>{
      {U'پ', U'ب'}, {U'چ', U'ج'}, {U'ژ', U'ز'},  {U'ڤ', U'ف'}, {U'ڥ', U'ف'},
      {U'گ', U'ك'}, {U'ڭ', U'ك'}, {0x763, U'ك'}, {U'ڨ', U'ق'}, {U'ں', U'ن'},
      {U'ٹ', U'ت'}, {U'ڈ', U'د'}, {U'ڑ', U'ر'},  {U'ڜ', U'ش'}, {U'ۋ', U'و'},
      {U'ۇ', U'و'}, {U'ۆ', U'و'}};
  return *map;
}

// Steps 4 to 6.
Chars Premap(const Chars& text) {
  Chars out;
  for (char32_t c : text) {
    const auto replacement = Replacements().find(c);
    if (In().deleted(c)) continue;
    if (In().space(c) || In().to_space(c)) {
      out += ' ';
    } else if (In().newline(c)) {
      out += '\n';
    } else if (In().to_quote(c)) {
      out += '"';
    } else if (In().to_apostrophe(c)) {
      out += '\'';
    } else if (In().fraction(c)) {
      Chars parts = Nfkc(Chars(1, c), UNORM2_DECOMPOSE);
      for (char32_t& part : parts) part = part == 0x2044 ? '/' : part;
      out += U" " + parts + U" ";
    } else if (replacement != Replacements().end()) {
      out += replacement->second;
    } else {
      out += c;
    }
  }
  return out;
}

// Strict, before composing for good: tatweel goes behind the marks of its
// letter, and the yeh seat gets its usual letter.
Chars PrepareSeats(Chars text) {
  for (size_t i = 1; i + 1 < text.size(); ++i) {
    // Bubble each tatweel one mark to the right at a time.
    if (text[i] != kTatweel || !In().mark(text[i + 1])) continue;
    size_t before = i;
    while (before > 0 && text[before] == kTatweel) --before;
    if (!In().arabic(text[before]) && !In().mark(text[before])) continue;
    std::swap(text[i], text[i + 1]);
    i = 0;
  }
  // Marks that came together take their canonical order.
  text = Nfkc(text, UNORM2_DECOMPOSE);
  for (size_t i = 0; i < text.size(); ++i) {
    if (text[i] != 0x649 && text[i] != 0x6CC) continue;
    size_t next = i + 1;
    while (next < text.size() && In().under_hamza(text[next])) ++next;
    if (next < text.size() && text[next] == 0x654) text[i] = 0x64A;
  }
  return text;
}

void PushSeat(Chars* out) {
  size_t last = out->size();
  if (last > 0 && (*out)[last - 1] == kTatweel) --last;
  if (last == 0) return;
  char32_t& base = (*out)[last - 1];
  if (base != 0x648 && base != 0x64A) return;
  base = kHamza;
  if (last >= 2 && (*out)[last - 2] == 0x64A) out->erase(last - 2, 1);
}

bool MergeHamza(Chars* out) {
  size_t last = out->size();
  if (last > 0 && (*out)[last - 1] == kTatweel) --last;
  if (last == 0 || (*out)[last - 1] != 0x64A) return false;
  out->resize(last);
  out->back() = kHamza;
  return true;
}

char32_t Fold(char32_t c, Profile profile) {
  const bool strict = profile == Profile::kStrict;
  if (c > 0x7F && u_charType(static_cast<UChar32>(c)) == U_DECIMAL_DIGIT_NUMBER)
    return static_cast<char32_t>('0' + u_charDigitValue(c));
  if (In().kaf(c)) return 0x643;
  if (In().heh(c)) return 0x647;
  if (In().yeh(c)) return 0x64A;
  if (strict) return c == 0x6C3 ? 0x629 : c;
  if (In().heh_standard(c)) return 0x647;
  if (c == 0x649) return 0x64A;
  if (In().alef(c)) return 0x627;
  const auto loan = LoanLetters().find(c);
  if (profile == Profile::kAggressive && loan != LoanLetters().end()) {
    return loan->second;
  }
  return c;
}

Chars LetterPass(const Chars& text, Profile profile) {
  const bool strict = profile == Profile::kStrict;
  Chars out;
  for (char32_t c : text) {
    if (In().deleted(c)) continue;
    if (c == kTatweel) {
      if (out.empty() || out.back() != kTatweel) out += kTatweel;
      continue;
    }
    if (In().mark(c)) {
      if (strict) out += c;
      if (!strict && c == 0x654) PushSeat(&out);
      continue;
    }
    if (!strict && In().dropped_letter(c)) continue;
    if (!strict && c == kHamza && MergeHamza(&out)) continue;
    const char32_t folded = In().space(c) ? ' ' : Fold(c, profile);
    if (In().arabic(folded) && !out.empty() && out.back() == kTatweel) {
      out.pop_back();
    }
    out += folded;
  }
  return out;
}

// Steps 4 to 17. A tatweel is left where it ends a word; a free one is `dash`.
Chars Letters(const Chars& text, Profile profile, char32_t dash) {
  Chars s = Premap(text);
  if (profile == Profile::kStrict) {
    s = Nfkc(PrepareSeats(Nfkc(s, UNORM2_DECOMPOSE)), UNORM2_COMPOSE);
  } else {
    s = Nfkc(s, UNORM2_DECOMPOSE);
  }
  s = LetterPass(s, profile);
  for (size_t i = 0; i < s.size(); ++i) {
    if (s[i] != kTatweel) continue;
    const bool after_word =
        i > 0 && (In().arabic(s[i - 1]) || In().mark(s[i - 1]));
    if (!after_word) s[i] = dash;
  }
  return s;
}

Chars ReplaceAll(Chars text, const Chars& from, const Chars& to) {
  for (size_t at = text.find(from); at != text.npos;
       at = text.find(from, at + to.size())) {
    text.replace(at, from.size(), to);
  }
  return text;
}

bool IsDigit(char32_t c) { return '0' <= c && c <= '9'; }

char32_t FoldMark(char32_t c) {
  static const auto* const map = new std::map<char32_t, char32_t>{
      {U'،', ','},   {0x60D, ','},  {0xFF0C, ','}, {0x3001, ','},
      {U'؛', ';'},   {0xFF1B, ';'}, {0x204F, ';'}, {U'؟', '?'},
      {0xFF1F, '?'}, {0x2E2E, '?'}, {0x61E, '.'},  {0x61D, '.'},
      {U'۔', '.'},   {0x3002, '.'}, {0xFF0E, '.'}, {U'٪', '%'},
      {0xFE6A, '%'}, {0xFF05, '%'}, {U'٭', '*'},   {0x2044, '/'}};
  if (In().quote(c)) return '"';
  if (In().apostrophe(c)) return '\'';
  if (In().dash(c)) return '-';
  const auto found = map->find(c);
  return found == map->end() ? c : found->second;
}

Chars FoldEllipses(const Chars& text) {
  Chars out;
  for (size_t i = 0; i < text.size(); ++i) {
    size_t last = i;
    while (text[i] == '.') {
      const size_t stop =
          last + 1 < text.size() && text[last + 1] == ' ' ? last + 2 : last + 1;
      if (stop >= text.size() || text[stop] != '.') break;
      last = stop;
    }
    out += last > i ? U'…' : text[i];
    i = last;
  }
  return out;
}

Chars Punctuation(Chars text) {
  for (char32_t& c : text) c = FoldMark(c);
  text = ReplaceAll(text, U"''", U"\"");
  text = ReplaceAll(text, U"<<", U"\"");
  text = ReplaceAll(text, U">>", U"\"");
  for (size_t i = 0; i < text.size(); ++i) {
    if (text[i] != 0x66B && text[i] != 0x66C) continue;
    const bool decimal = text[i] == 0x66B && i > 0 && IsDigit(text[i - 1]) &&
                         i + 1 < text.size() && IsDigit(text[i + 1]);
    text[i] = decimal ? '.' : ',';
  }
  return FoldEllipses(text);
}

Chars Repair(const Chars& line) { return RepairMojibake(DecodeEntities(line)); }

bool IsAlpha(char32_t c) {
  return c != kTatweel &&
         (U_GET_GC_MASK(static_cast<UChar32>(c)) & U_GC_L_MASK) != 0;
}
// Small waw and yeh (U+06E5, U+06E6) are letters to Unicode, marks to us.
bool IsAlnum(char32_t c) {
  return !In().mark(c) && (U_GET_GC_MASK(static_cast<UChar32>(c)) &
                           (U_GC_L_MASK | U_GC_N_MASK)) != 0;
}
bool IsAnyMark(char32_t c) {
  return In().mark(c) ||
         (U_GET_GC_MASK(static_cast<UChar32>(c)) & U_GC_M_MASK) != 0;
}
bool IsWordChar(char32_t c) { return In().arabic(c) || In().mark(c); }

bool IsProclitic(const Chars& word) {
  static const auto* const set =
      new std::set<Chars>{U"و",  U"ف",   U"ب",   U"ل",   U"ك",   U"س",   U"ال",
                          U"لل", U"وال", U"بال", U"كال", U"فال", U"ولل", U"فلل",
                          U"وب", U"ول",  U"وك",  U"فب",  U"فل"};
  return set->count(word) > 0;
}

struct Word {
  Chars text;
  bool is_number = false;
  bool joins_next = false;
};

Chars Without(const Chars& word, bool marks, bool hamza) {
  Chars out;
  for (char32_t c : word) {
    if (marks && In().mark(c)) continue;
    if (hamza && c == kHamza) continue;
    out += c;
  }
  return out;
}

Chars NumberShape(const Chars& number) {
  std::vector<Chars> groups(1);
  for (char32_t c : number) {
    if (IsDigit(c)) {
      groups.back() += c;
    } else {
      groups.emplace_back();
    }
  }
  bool grouped = groups[0].size() <= 3;
  for (size_t i = 1; i < groups.size(); ++i) {
    grouped = grouped && groups[i].size() == 3;
  }
  Chars out = groups[0];
  for (size_t i = 1; i < groups.size(); ++i) {
    out += (grouped ? U"" : U".") + groups[i];
  }
  return out;
}

// Cuts a line into words; steps 18 and 20 to 22.
class WordCutter {
 public:
  WordCutter(const Chars& text, Profile profile)
      : s_(text), aggressive_(profile == Profile::kAggressive) {}

  std::vector<Word> Cut() {
    while (i_ < s_.size()) {
      const char32_t c = s_[i_];
      if (IsWordChar(c)) {
        CutArabic();
      } else if (IsDigit(c)) {
        CutNumber();
      } else if (IsAlpha(c)) {
        CutLetters();
      } else {
        if (c == '%' ||
            u_charType(static_cast<UChar32>(c)) == U_CURRENCY_SYMBOL) {
          words_.push_back({Chars(1, c)});
        }
        ++i_;
      }
    }
    return words_;
  }

 private:
  char32_t At(size_t i) const { return i < s_.size() ? s_[i] : U'\n'; }

  void CutArabic() {
    const bool may_join = i_ == 0 || !IsAlnum(s_[i_ - 1]);
    size_t end = i_;
    while (IsWordChar(At(end))) ++end;
    const Chars word = s_.substr(i_, end - i_);
    const bool tatweel = At(end) == kTatweel;
    if (tatweel) ++end;
    bool space = false;
    bool quote = false;
    size_t next = end;
    for (; Chars(U" \"([{").find(At(next)) != Chars::npos; ++next) {
      (At(next) == ' ' ? space : quote) = true;
    }
    const Chars bare = Without(word, true, aggressive_);
    const bool joins =
        may_join && IsWordChar(At(next)) &&
        (bare == U"و" || (IsProclitic(bare) && ((quote && !space) || tatweel)));
    words_.push_back({Without(word, false, aggressive_), false, joins});
    i_ = end;
  }

  void CutNumber() {
    size_t end = i_;
    while (IsDigit(At(end)) ||
           ((At(end) == '.' || At(end) == ',') && IsDigit(At(end + 1)))) {
      ++end;
    }
    words_.push_back({NumberShape(s_.substr(i_, end - i_)), true});
    i_ = end;
  }

  void CutLetters() {
    Word word;
    const auto is_letter = [&](size_t i) {
      return IsAlpha(At(i)) && !IsWordChar(At(i));
    };
    for (;; ++i_) {
      if (At(i_) == '\'' && is_letter(i_ + 1)) continue;
      if (!is_letter(i_) && !IsAnyMark(At(i_))) break;
      word.text += At(i_);
    }
    words_.push_back(word);
  }

  const Chars& s_;
  const bool aggressive_;
  size_t i_ = 0;
  std::vector<Word> words_;
};

void AppendWords(const Chars& line, Profile profile, std::vector<Word>* words) {
  Chars s = Punctuation(Letters(Repair(line), profile, ' '));
  icu::UnicodeString folded = ToIcu(s);
  s = FromIcu(folded.foldCase());
  bool join = false;
  for (const Word& word : WordCutter(s, profile).Cut()) {
    if (!word.text.empty()) {
      if (join) {
        words->back().text += word.text;
      } else {
        words->push_back(word);
      }
    }
    join = word.joins_next;
  }
}

}  // namespace

std::u32string ToUtf32(std::string_view text) {
  return FromIcu(icu::UnicodeString::fromUTF8(
      icu::StringPiece(text.data(), static_cast<int32_t>(text.size()))));
}

std::string ToUtf8(std::u32string_view text) {
  std::string out;
  ToIcu(text).toUTF8String(out);
  return out;
}

std::vector<std::u32string> Lines(std::u32string_view text) {
  static const Set* const white =
      new Set(u"[\\p{White_Space} \\u2800 \\u3164 \\uFFA0]");
  const auto after_lead = [](const Chars& line) {
    return !line.empty() && 0xD8 <= line.back() && line.back() <= 0xDB;
  };
  std::vector<Chars> lines;
  Chars line;
  const auto flush = [&] {
    const auto trimmed = [&](size_t i) { return (*white)(line[i]); };
    while (!line.empty() && trimmed(line.size() - 1)) {
      const char32_t last = line.back();
      line.pop_back();
      if ((last == 0xA0 || last == 0x85) && after_lead(line)) {
        line += last;
        break;
      }
    }
    size_t begin = 0;
    while (begin < line.size() && trimmed(begin)) ++begin;
    if (begin < line.size()) lines.push_back(line.substr(begin));
    line.clear();
  };
  for (char32_t c : text) {
    const bool is_break = In().newline(c) && !(c == 0x85 && after_lead(line));
    if (is_break) {
      flush();
    } else {
      line += c;
    }
  }
  flush();
  return lines;
}

std::string CanonicalStream(std::string_view text, Profile profile) {
  Chars all;
  for (const Chars& line : Lines(ToUtf32(text))) {
    const char32_t dash = profile == Profile::kStrict ? '-' : ' ';
    Chars s = Letters(Repair(line), profile, dash);
    if (profile == Profile::kAggressive) s = Without(s, false, true);
    std::erase(s, kTatweel);
    s = Punctuation(s);
    all += s + U"\n";
  }
  Chars out;
  for (char32_t c : all) {
    const char32_t last = out.empty() ? U'\n' : out.back();
    if (c == ' ' && (last == ' ' || last == '\n')) continue;
    if (c == '\n' && last == ' ') out.pop_back();
    if (c == '\n' && (out.empty() || out.back() == '\n')) continue;
    out += c;
  }
  if (!out.empty() && out.back() == '\n') out.pop_back();
  return ToUtf8(out);
}

Streams TokenStreams(std::string_view text, Profile profile) {
  std::vector<Word> words;
  for (const Chars& line : Lines(ToUtf32(text))) {
    AppendWords(line, profile, &words);
  }
  Chars tokens;
  Chars compact;
  for (size_t i = 0; i < words.size(); ++i) {
    if (i > 0) tokens += ' ';
    if (i > 0 && words[i].is_number && words[i - 1].is_number) compact += '|';
    tokens += words[i].text;
    compact += words[i].text;
  }
  return {ToUtf8(tokens), ToUtf8(compact)};
}

std::string TokenStream(std::string_view text, Profile profile) {
  return TokenStreams(text, profile).tokens;
}

std::string CompactStream(std::string_view text, Profile profile) {
  return TokenStreams(text, profile).compact;
}

}  // namespace tikrar::reference
