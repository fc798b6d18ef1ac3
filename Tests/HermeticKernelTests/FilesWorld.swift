import CHermetic
import Glibc
import HermeticPolicy

@testable import HermeticKernel
@testable import HermeticSession

/// A folder with files to use and files to leave alone, for a program whose calls on files a broker answers.
///
/// Filters cannot be removed, so each is for a process of its own.
struct FilesWorld {
  let folder: String

  /// `ok` and `other` may be used; what is in `closed` may be neither read nor written.
  init?() {
    var name = Array("/tmp/hermetic-files-XXXXXX".utf8CString)
    guard unsafe mkdtemp(&name) != nil else { return nil }
    folder = String(decoding: name.dropLast().map { UInt8(bitPattern: $0) }, as: UTF8.self)
    for folder in ["ok", "other", "closed"] { unsafe mkdir("\(self.folder)/\(folder)", 0o755) }
    for file in ["ok/file", "other/secret"] { write("open\n", to: file) }
    write("SECRET\n", to: "closed/secret")
  }

  private func write(_ text: String, to file: String) {
    let file = Descriptor(unsafe open("\(folder)/\(file)", O_CREAT | O_WRONLY, 0o644))
    _ = unsafe Glibc.write(file.number, text, text.utf8.count)
  }

  /// Runs Python in the folder; its exit status, or -1.
  ///
  /// Zero too where the machine has no Python.
  ///
  /// `closed`, `reads` and `check` are there for it: the folder's path, what a file says or the name of the
  /// error, and what ends it with a message. Actions on what is in `closed` are
  /// refused, and what every policy refuses.
  func run(
    _ script: String, refusing actions: [Action] = [.readFile, .listFiles, .writeFile]
  ) -> CInt {
    defer { _ = unsafe system("rm -rf '\(folder)'") }
    guard unsafe access("/usr/bin/python3", X_OK) == 0 else { return 0 }
    var policy = Policy()
    for action in actions {
      policy.refuse(
        ActionSet(action), .path(PathPattern(prefix: folder + "/closed")), origin: .builtIn("test"))
    }
    let image = PolicyImage.compile(policy.protectingProcesses)
    return unsafe image.withUnsafeBytes { bytes in
      guard let image = unsafe PolicyImage(bytes) else { return -1 }
      return serve(image, [Self.prelude, script].joined(separator: "\n"))
    }
  }

  private static let prelude = """
    import ctypes, errno, os, signal, stat, subprocess, sys, threading, time
    libc = ctypes.CDLL(None, use_errno=True)
    def attempt(work, *arguments, **options):
        try: return work(*arguments, **options)
        except OSError as error: return errno.errorcode[error.errno]
    def reads(path, **options):
        file = attempt(os.open, path, os.O_RDONLY, **options)
        if isinstance(file, str): return file
        try: return os.read(file, 100)
        finally: os.close(file)
    def check(what, is_so):
        if not is_so: sys.exit(what)
    here = os.getcwd(); closed = here + '/closed'; secret = closed + '/secret'
    """

  private func serve(_ image: PolicyImage, _ script: String) -> CInt {
    let filter = FilterProgram(.files([.reading, .writing, .metadata])).instructions
    let arguments = ["/usr/bin/python3", "-I", "-S", "-B", "-c", script]
    var words = unsafe arguments.map { unsafe strdup($0) } + [nil]
    var report: [CInt] = [-1, -1]
    var permission: [CInt] = [-1, -1]
    guard unsafe pipe(&report) == 0, unsafe pipe(&permission) == 0,
      let log = ViolationLog(), let book = AddressBook()
    else { return -1 }
    let standard = StandardFiles()
    let child = hermetic_fork()
    if child == 0 {
      // Only calls from here on, and nothing that is freed.
      close(permission[1])
      // Threads of tests take no signals.
      var none = sigset_t()
      unsafe sigemptyset(&none)
      unsafe sigprocmask(SIG_SETMASK, &none, nil)
      unsafe chdir(folder)
      _ = hermetic_no_new_privileges()
      var listener = unsafe hermetic_install_filter(filter, filter.count, true)
      unsafe Glibc.write(report[1], &listener, 4)
      var byte: UInt8 = 0
      unsafe read(permission[0], &byte, 1)
      close(listener)
      unsafe execv("/usr/bin/python3", &words)
      _exit(126)
    }
    close(report[1])
    var number: CInt = -1
    guard unsafe read(report[0], &number, 4) == 4 else { return -1 }
    let process = Descriptor(hermetic_process_descriptor(child))
    let listener = Descriptor(hermetic_take_descriptor(process.number, number))
    let judge = Judge(image: image, book: book, log: log, program: child, reports: false)
    guard listener.number >= 0,
      let broker = FileBroker(judge: judge, program: child, standard: standard)
    else { return -1 }
    close(permission[1])
    answer(listener.number, broker)
    var status: CInt = 0
    unsafe waitpid(child, &status, 0)
    return status & 0x7f == 0 ? status >> 8 & 0xff : 128 + status & 0x7f
  }

  private func answer(_ listener: CInt, _ broker: borrowing FileBroker) {
    while true {
      var polled = pollfd(fd: listener, events: Int16(POLLIN), revents: 0)
      let ready = unsafe poll(&polled, 1, 20)
      broker.slow.expire(0)
      guard ready > 0 else { continue }
      guard polled.revents & Int16(POLLIN) != 0 else { return }
      guard let call = TrappedCall(receivingFrom: listener) else { continue }
      call.answer(broker.answer(call))
    }
  }
}
