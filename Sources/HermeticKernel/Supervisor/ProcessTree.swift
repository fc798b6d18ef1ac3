import CHermetic
import Glibc

/// Processes that descend from one, as `/proc` shows them (proc_pid_task(5)): a look at what moves.
struct ProcessTree {
  /// The descendants, parents first; those that have ended and nobody has waited for included.
  let processes: [CInt]

  /// Looks at the living, and does something to each before its children are asked for.
  ///
  /// Children whose parent ends meanwhile may be missing: they are there again at the next look, as the children
  /// of who adopts them.
  init(below root: CInt, visit: (CInt) -> Void = { _ in }) {
    var found: [CInt] = []
    var known: Set<CInt> = [root]
    var open = [root]
    while let process = open.popLast() {
      for child in Self.children(of: process) where known.insert(child).inserted {
        visit(child)
        found.append(child)
        open.append(child)
      }
    }
    processes = found
  }

  /// Whether this machine shows who descends from whom.
  static var isAvailable: Bool {
    names(tasks("self")).contains { unsafe access("\(tasks("self"))/\($0)/children", R_OK) == 0 }
  }

  private static func tasks(_ process: String) -> String { "/proc/\(process)/task" }

  private static func children(of process: CInt) -> [CInt] {
    let tasks = tasks("\(process)")
    return names(tasks).flatMap { task in
      TextFile.read("\(tasks)/\(task)/children").split(separator: " ").compactMap { CInt($0) }
    }
  }

  /// The names in a folder that are numbers.
  private static func names(_ path: String) -> [String] {
    guard let folder = unsafe hermetic_open_directory(path) else { return [] }
    defer { unsafe hermetic_close_directory(folder) }
    var names: [String] = []
    while let name = unsafe hermetic_next_name(folder) {
      let text = unsafe String(cString: name)
      if text.utf8.allSatisfy({ (0x30...0x39).contains($0) }) { names.append(text) }
    }
    return names
  }
}

/// What one process has used.
struct ProcessUse: Hashable {
  /// Processor time of its own and of the children that it has waited for, in clock ticks.
  let ticks: UInt64
  /// Whether it has ended, and only its parent has not asked how.
  let hasEnded: Bool

  /// Reads the line of `/proc/PID/stat` (proc_pid_stat(5)).
  init?(stat: String) {
    // The command may hold anything but ends with the last parenthesis.
    guard let end = stat.lastIndex(of: ")") else { return nil }
    let fields = stat[stat.index(after: end)...].split(separator: " ")
    guard fields.count > 14 else { return nil }
    // The third field is the first behind the command.
    let times = fields[11...14].map { UInt64($0) ?? 0 }
    ticks = times.reduce(0, +)
    hasEnded = ["Z", "X"].contains(fields[0])
  }

  init?(of process: CInt) {
    self.init(stat: TextFile.read("/proc/\(process)/stat", most: 1024))
  }
}

/// The memory of one process that is not of files.
enum ProcessMemory {
  /// At most so many bytes, cheap to know.
  ///
  /// What it shares with others is counted in full.
  static func bound(of process: CInt) -> UInt64 {
    sum(
      ["RssAnon:", "RssShmem:", "VmSwap:"], in: TextFile.read("/proc/\(process)/status", most: 4096)
    )
  }

  /// Its share in bytes; nil where it may not be known.
  ///
  /// Of what several processes have in common, each has its part, for which the kernel looks through all pages.
  static func share(of process: CInt) -> UInt64? {
    let text = TextFile.read("/proc/\(process)/smaps_rollup", most: 4096)
    guard text.contains("Pss:") else { return nil }
    guard text.contains("Pss_Anon:") else { return sum(["Pss:", "SwapPss:"], in: text) }
    return sum(["Pss_Anon:", "Pss_Shmem:", "SwapPss:"], in: text)
  }

  /// The sum of lines such as `RssAnon:  1234 kB`, in bytes.
  static func sum(_ names: [String], in text: String) -> UInt64 {
    var sum: UInt64 = 0
    for line in text.split(separator: "\n") {
      let words = line.split(whereSeparator: \.isWhitespace)
      guard words.count >= 2, names.contains(String(words[0])) else { continue }
      sum += (UInt64(words[1]) ?? 0) << 10
    }
    return sum
  }
}
