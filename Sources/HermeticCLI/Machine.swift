import Glibc

/// What `uname` and `id` say.
struct Machine {
  let release: String
  let architecture: String
  let user: UInt32
  let userName: String?

  static var current: Machine {
    var names = utsname()
    // SAFETY: the kernel fills in every text with a null character at its end; and nobody else is there yet
    // to ask for an account, whose name is copied at once.
    unsafe uname(&names)
    let user = geteuid()
    return unsafe Machine(
      release: text(of: names.release), architecture: text(of: names.machine), user: user,
      userName: getpwuid(user).flatMap { unsafe String(validatingCString: $0.pointee.pw_name) })
  }

  private static func text<Characters>(of characters: Characters) -> String {
    unsafe withUnsafeBytes(of: characters) {
      unsafe String(decoding: $0.prefix { $0 != 0 }, as: UTF8.self)
    }
  }
}
