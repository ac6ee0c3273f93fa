#include "generate/grammar.h"

#include "generate/edit_tables.h"
#include "generate/grammar_tables.h"

namespace tikrar {
namespace {

constexpr std::string_view kArticle = "ال";
constexpr std::string_view kLam = "ل";
// A verb that governs its object with this proclitic joins it.
constexpr std::string_view kLooseLam = " ل";

constexpr std::string_view kDays[] = {
    "السبت",  "الأحد",  "الاثنين", "الثلاثاء",  "الأربعاء",
    "الخميس", "الجمعة", "أمس",     "أمس الأول", "اليوم",
};
constexpr std::string_view kOrdinals[] = {
    "الأولى",  "الثانية", "الثالثة", "الرابعة", "الخامسة",
    "السادسة", "السابعة", "الثامنة", "التاسعة", "الأخيرة",
};

constexpr int kFirstYear = 1950;
constexpr int kYears = 70;

void AppendWords(std::string_view words, std::string* out) {
  for (const char c : words) *out += c == '_' ? ' ' : c;
}

// After the proclitic ل the article loses its alef: للمشاريع, and its lam
// too before a lam: للجان.
void AppendDefinite(std::string_view word, std::string* out) {
  const bool after_lam =
      out->ends_with(kLam) &&
      (out->size() == kLam.size() ||
       std::string_view(*out)
               .substr(0, out->size() - kLam.size())
               .find_last_of(" \n") == out->size() - kLam.size() - 1);
  if (!after_lam) {
    *out += kArticle;
  } else if (!word.starts_with(kLam)) {
    *out += kLam;
  }
  *out += word;
}

// مشاريعها: definite as well.
constexpr std::string_view kSuffixes[] = {"ها", "هم", "ه", "هما"};
constexpr std::string_view kTehMarbuta = "ة";

bool TakesSuffix(std::string_view word) {
  return !word.ends_with("ى") && !word.ends_with("ي") && !word.ends_with("ء");
}

void AppendSuffix(std::string_view suffix, std::string* out) {
  if (out->ends_with(kTehMarbuta)) {
    out->resize(out->size() - kTehMarbuta.size());
    *out += "ت";
  }
  *out += suffix;
}

}  // namespace

Cast Grammar::MakeCast() {
  Cast cast;
  Institution(&cast.institution);
  Place(&cast.town);
  for (int i = 0; i < 2; ++i) {
    std::string& full = cast.person_full[i];
    AppendWords(Any(lexicon_.posts), &full);
    full += ' ';
    if (i == 0) {
      full += cast.institution;
    } else {
      Institution(&full);
    }
    full += ' ';
    std::string name;
    ShortPerson(&name);
    full += name;
    cast.person_short[i] = std::move(name);
  }
  return cast;
}

void Grammar::ExpandAny(absl::Span<const std::string_view> patterns,
                        std::string* out) {
  Expand(patterns[random_.Below(patterns.size())], out);
}

void Grammar::Expand(std::string_view pattern, std::string* out) {
  for (size_t i = 0; i < pattern.size(); ++i) {
    const char c = pattern[i];
    if (c == '%') {
      Slot(pattern[++i], out);
    } else if (c != ' ' || !out->ends_with(kLooseLam)) {
      *out += c;
    }
  }
}

void Grammar::ShortPerson(std::string* out) {
  *out += Any(lexicon_.first_names);
  *out += ' ';
  if (random_.Chance(0.25)) {
    *out += Any(lexicon_.first_names);
    *out += ' ';
  }
  *out += lexicon_.family_names[random_.Below(lexicon_.family_names.size())];
}

void Grammar::Person(std::string* out) {
  if (random_.Chance(0.7)) {
    AppendWords(Any(lexicon_.titles), out);
    *out += ' ';
  }
  ShortPerson(out);
}

void Grammar::Institution(std::string* out) {
  *out += Any(lexicon_.institutions);
  *out += ' ';
  AppendWords(Any(lexicon_.fields), out);
  if (random_.Chance(0.6)) {
    *out += " في ";
    Place(out);
  }
}

void Grammar::Place(std::string* out) {
  if (random_.Chance(0.15)) {
    *out += Any(lexicon_.cities);
    return;
  }
  const std::string_view head =
      lexicon_.place_heads[random_.Below(lexicon_.place_heads.size())];
  if (head != "_") {
    *out += head;
    *out += ' ';
  }
  *out += lexicon_.place_names[random_.Below(lexicon_.place_names.size())];
}

void Grammar::Date(std::string* out) {
  *out += std::to_string(random_.Between(1, 28));
  *out += ' ';
  *out += Months()[random_.Below(Months().size())].first;
}

void Grammar::Things(bool definite, std::string* out) {
  const std::string_view thing = Any(lexicon_.things);
  const std::string_view adjective = Any(lexicon_.adjectives);
  if (definite && random_.Chance(0.2) && TakesSuffix(thing)) {
    *out += thing;
    AppendSuffix(kSuffixes[random_.Skewed(std::size(kSuffixes))], out);
    *out += ' ';
    *out += kArticle;
  } else if (definite) {
    AppendDefinite(thing, out);
    *out += ' ';
    *out += kArticle;
  } else {
    *out += thing;
    *out += ' ';
  }
  *out += adjective;
}

void Grammar::CastSlot(char slot, std::string* out) {
  switch (slot) {
    case '1':
      *out += cast_->person_full[0];
      break;
    case '2':
      *out += cast_->person_full[1];
      break;
    case 'i':
      *out += cast_->person_short[0];
      break;
    case 'j':
      *out += cast_->person_short[1];
      break;
    case 'o':
      *out += cast_->institution;
      break;
    default:
      *out += cast_->town;
  }
}

void Grammar::NumberSlot(char slot, std::string* out) {
  switch (slot) {
    case '#':
      *out += std::to_string(random_.Between(11, 2500));
      break;
    case '%':
      *out += std::to_string(random_.Between(1, 97));
      *out += '.';
      *out += std::to_string(random_.Between(1, 9));
      break;
    case 'Y':
      *out +=
          std::to_string(kFirstYear + static_cast<int>(random_.Below(kYears)));
      break;
    default:  // k
      if (random_.Chance(0.4)) {
        const WordPair& pair = NumberWords()[random_.Below(8)];  // 3 to 10
        *out += random_.Chance(0.5) ? pair.first : pair.second;
      } else {
        *out += std::to_string(random_.Between(11, 950));
      }
  }
}

void Grammar::Slot(char slot, std::string* out) {
  switch (slot) {
    case 'N':
      return Things(/*definite=*/true, out);
    case 'n':
      return Things(/*definite=*/false, out);
    case 'M':
      *out += Any(lexicon_.masdars);
      return;
    case 'H':
      return AppendDefinite(Any(lexicon_.any_people), out);
    case 'h':
      return AppendDefinite(Any(lexicon_.people), out);
    case 'V':
      *out += MasculineVerbs()[random_.Below(MasculineVerbs().size())];
      return;
    case 'v':
      *out += FeminineVerbs()[random_.Below(FeminineVerbs().size())];
      return;
    case '3':
      return Person(out);
    case 'O':
      return Institution(out);
    case 'L':
      return Place(out);
    case 'F':
      *out += Any(lexicon_.foreign_names);
      return;
    case 'R':
      *out += lexicon_.brand_names[random_.Below(lexicon_.brand_names.size())];
      return;
    case 'D':
      return Date(out);
    case 'd':
      *out += kDays[random_.Below(std::size(kDays))];
      return;
    case 'w':
      *out += kOrdinals[random_.Below(std::size(kOrdinals))];
      return;
    case 'J':
      return ExpandAny(TimePhrases(), out);
    case 'S':
      return ExpandAny(StatementTemplates(), out);
    case '(':
      frames_.push_back({static_cast<uint32_t>(out->size()), 0});
      return;
    case ')':
      frames_.back().speech = static_cast<uint32_t>(out->size());
      return;
    case '#':
    case '%':
    case 'Y':
    case 'k':
      return NumberSlot(slot, out);
    default:
      return CastSlot(slot, out);
  }
}

}  // namespace tikrar
