// The folder that clean and restore write: its names, and how it gets them.

#ifndef TIKRAR_CLEAN_CLEAN_TARGET_H_
#define TIKRAR_CLEAN_CLEAN_TARGET_H_

#include <string>
#include <string_view>

#include "absl/status/status.h"
#include "absl/status/statusor.h"

namespace tikrar {

// Calls must match: Find Open (files below partial_path) Publish.
class CleanTarget {
 public:
  // Error: the parent is missing or not writable, or the name is taken by what
  // is not an empty folder; with `may_exist` a folder that is not empty goes.
  // Without `durable` the disk is not waited for.
  static absl::StatusOr<CleanTarget> Find(std::string_view name, bool may_exist,
                                          bool durable);
  ~CleanTarget();
  CleanTarget(CleanTarget&& other) noexcept;
  CleanTarget& operator=(CleanTarget&&) = delete;

  // Makes the folder, if it is not there, and locks it. Error: another process
  // writes it.
  absl::Status Open();
  // Removes all that is in it.
  absl::Status Empty();
  // Waits until the disk has everything of the file system that it is on.
  absl::Status Sync() const;
  // Gives the folder its final name.
  absl::Status Publish();
  // Removes the folder with all that is in it, as well as that goes.
  void Remove();

  const std::string& final_path() const { return final_path_; }
  const std::string& partial_path() const { return partial_path_; }

 private:
  CleanTarget(std::string final_path, std::string partial_path)
      : final_path_(std::move(final_path)),
        partial_path_(std::move(partial_path)) {}

  std::string final_path_;
  std::string partial_path_;
  bool durable_ = true;
  int descriptor_ = -1;  // of the folder, locked
};

// Replaces the file by `bytes`: whenever the machine stops, either all of the
// old ones are there or all of the new ones.
absl::Status ReplaceFile(const std::string& path, std::string_view bytes);

}  // namespace tikrar

#endif  // TIKRAR_CLEAN_CLEAN_TARGET_H_
