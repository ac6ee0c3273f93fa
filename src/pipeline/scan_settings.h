// Everything that the command line can set, as plain values.

#ifndef TIKRAR_PIPELINE_SCAN_SETTINGS_H_
#define TIKRAR_PIPELINE_SCAN_SETTINGS_H_

#include <string>

#include "tikrar/report.h"
#include "tikrar/scan.h"

namespace tikrar {

struct ScanSettings {
  ScanOptions scan;
  RunWriterOptions writer;
  std::string output;  // the run directory
  bool quiet = false;
  bool json = false;
};

}  // namespace tikrar

#endif  // TIKRAR_PIPELINE_SCAN_SETTINGS_H_
