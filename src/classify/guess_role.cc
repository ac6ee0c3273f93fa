#include "classify/guess_role.h"

#include <algorithm>
#include <string_view>

#include "classify/source_view.h"

namespace tikrar {
namespace {

bool Contains(std::string_view text, std::string_view part) {
  return text.find(part) != std::string_view::npos;
}

bool IsDigit(char c) { return c >= '0' && c <= '9'; }

bool HasTime(std::string_view text) {
  const size_t colon = text.find(':');
  return colon != std::string_view::npos && colon > 0 &&
         colon + 1 < text.size() && IsDigit(text[colon - 1]) &&
         IsDigit(text[colon + 1]);
}

// Five digits in a row: no year, no part of a series.
bool HasLongNumber(std::string_view text) {
  size_t digits = 0;
  for (char c : text) {
    digits = IsDigit(c) ? digits + 1 : 0;
    if (digits == 5) return true;
  }
  return false;
}

// A row of items as menus have it: so many of a few words each, with bars or
// the like between them; a path to the page ("home » news » ...") has fewer.
constexpr size_t kLeastItems = 4;
constexpr size_t kLeastSteps = 3;
constexpr size_t kMostWords = 4;

bool IsItemRow(std::string_view text) {
  constexpr uint32_t kParts = kSlash | kDash | kStar | kComma;
  size_t items = 1;
  size_t steps = 1;
  size_t words = 0;
  for (size_t at = 0; at < text.size();) {
    const size_t end = std::min(text.find(' ', at), text.size());
    const std::string_view word = text.substr(at, end - at);
    at = end + 1;
    if (word.empty()) continue;
    if (std::any_of(word.begin(), word.end(), IsDigit)) return false;
    const uint32_t marks = GapMarks(word);
    if ((marks & (kStop | kColon | kAt)) != 0) return false;
    const bool is_step = word == "»" || word == "«" || word == ">";
    const bool is_part = is_step || (marks & kParts) != 0;
    if (is_part) {
      ++(is_step ? steps : items);
      words = 0;
    } else if (++words > kMostWords) {
      return false;
    }
  }
  return items >= kLeastItems || steps >= kLeastSteps;
}

// Words that pages use of themselves, whatever the site.
struct PageWords {
  Role role;
  std::string_view first;
  std::string_view second;  // both are in the text
};
constexpr PageWords kPageWords[] = {
    {Role::kCopyright, "حقوق", "محفوظ"},  {Role::kCopyright, "حقوق", "النشر"},
    {Role::kCopyright, "تصميم", "برمجة"}, {Role::kCopyright, "تصميم", "تطوير"},
    {Role::kContact, "هاتف", "فاكس"},     {Role::kContact, "بريد", "راسل"},
    {Role::kContact, "البريد", "تواصل"},  {Role::kAdvert, "اشترك", "نشرة"},
    {Role::kAdvert, "تابعو", "على"},      {Role::kShare, "فيسبوك", "تويتر"},
    {Role::kShare, "طباعة", "الصفحة"},    {Role::kShare, "حجم", "الخط"},
    {Role::kCaption, "صورة", "أرشيف"},    {Role::kCaption, "(أرشيف", ")"},
};

Role RoleByWords(std::string_view text) {
  constexpr std::string_view kHome = "الرئيسية ";
  if (text.substr(0, kHome.size()) == kHome) return Role::kMenu;
  for (const PageWords& words : kPageWords) {
    if (Contains(text, words.first) && Contains(text, words.second)) {
      return words.role;
    }
  }
  return Role::kOther;
}

}  // namespace

Role GuessRole(std::string_view text, const std::vector<MaskedItem>& items) {
  const auto has = [&](Slot slot) {
    return std::any_of(
        items.begin(), items.end(),
        [slot](const MaskedItem& item) { return item.slot == slot; });
  };
  if (Contains(text, "©")) return Role::kCopyright;
  if (has(Slot::kTags)) return Role::kTags;
  if (has(Slot::kTitle)) return Role::kMasthead;
  if (has(Slot::kName)) return Role::kByline;
  if (has(Slot::kDate) || HasTime(text)) return Role::kDate;
  if (const Role role = RoleByWords(text); role != Role::kOther) return role;
  if (Contains(text, "@") || HasLongNumber(text)) return Role::kContact;
  if (items.empty() && IsItemRow(text)) return Role::kMenu;
  return Role::kOther;
}

}  // namespace tikrar
