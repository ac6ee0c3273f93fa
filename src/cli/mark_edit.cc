#include "cli/comparison.h"

namespace tikrar {
namespace {

constexpr std::string_view kRed = "\x1b[31m";
constexpr std::string_view kGreen = "\x1b[32m";
constexpr std::string_view kPlain = "\x1b[0m";

void AppendMark(std::string_view opener, std::string_view text,
                std::string_view closer, std::string_view style, bool color,
                std::string* out) {
  if (text.empty()) return;
  if (color) *out += style;
  *out += opener;
  *out += text;
  *out += closer;
  if (color) *out += kPlain;
}

}  // namespace

std::string MarkEdit(std::string_view before, std::string_view after,
                     bool color) {
  std::string out;
  AppendMark("[-", before, "-]", kRed, color, &out);
  AppendMark("{+", after, "+}", kGreen, color, &out);
  return out;
}

}  // namespace tikrar
