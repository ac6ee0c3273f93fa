// From offsets of a document's text back to the bytes of its record.

#ifndef TIKRAR_INPUT_TEXT_LOCATOR_H_
#define TIKRAR_INPUT_TEXT_LOCATOR_H_

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "absl/status/status.h"
#include "absl/types/span.h"
#include "input/json_members.h"
#include "text/decode_steps.h"
#include "tikrar/input.h"

namespace tikrar {

// Retraces what ParseChunk did to one record: character set, quotes, escapes.
// That the text comes out again is checked, character by character, so a
// place is right or there is an error.
//
// Calls must match: (Find Map*)*. Not thread-safe.
class TextLocator {
 public:
  // `header` and `charset` are those of the RawChunk; other formats than
  // tables do not look at them.
  // REQUIRES: `options` outlives the locator.
  TextLocator(Format format, const InputOptions& options,
              std::string_view header, Charset charset);

  // Finds `text` in `record`, the bytes [value_begin, value_end) of a
  // RecordPiece. Both must live until the next Find. Cost: linear.
  // Error: Internal, the text is not there.
  absl::Status Find(std::string_view record, std::string_view text);

  // The places in the record of `offsets` of the text, which ascend and split
  // no character. The bytes between two places hold the text between the two
  // offsets and nothing else. Cost: a search each; linear in the record where
  // its character set is not UTF-8.
  std::vector<size_t> Map(absl::Span<const uint32_t> offsets) const;

  // Of the last record that was found, if it is a row: whether the text
  // stands in quotes.
  bool is_quoted() const { return is_quoted_; }

  // The place where further members, or columns, can be written: before the
  // closing brace, or after the last column. nullopt: the format has none.
  // Needs no Find.
  std::optional<size_t> EndOfFields(std::string_view record) const;
  // Whether the record has a member, or the header a column, of this name.
  bool HasField(std::string_view record, std::string_view name) const;

 private:
  absl::Status FindJson();
  absl::Status FindInRow();
  absl::Status FindWhole();
  absl::Status CheckField();
  absl::Status CheckSteps() const;
  size_t SameBytes(size_t at) const;
  void DecodeRow(std::string_view row);
  void DecodeFrom(Charset charset, std::string_view bytes);
  DecodeStep NextInField(size_t at) const;

  const Format format_;
  const InputOptions& options_;
  const Charset charset_;
  std::vector<std::string> columns_;
  std::optional<size_t> text_column_;

  std::string_view record_;
  std::string_view text_;
  // The text is decoded_[field_], and decoded_ is what the charset makes of
  // the record; without a charset it is the record.
  std::string decoded_bytes_;
  std::string_view decoded_;
  ByteRange field_;
  // Where the field takes up again to be the text, byte for byte, after an
  // escape or a doubled quote.
  struct Anchor {
    size_t text = 0;
    size_t decoded = 0;
  };
  std::vector<Anchor> anchors_;
  std::optional<DecodeSteps> steps_;
  bool is_quoted_ = false;
};

}  // namespace tikrar

#endif  // TIKRAR_INPUT_TEXT_LOCATOR_H_
