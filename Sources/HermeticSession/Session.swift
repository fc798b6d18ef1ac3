import Glibc

/// What the processes of one run share.
package struct Session: Sendable {
  package let image: PolicyImage
  package let book: AddressBook
  package let log: ViolationLog
  /// The process that the user started: its children share the session, not the last word.
  package let mainProcess: Int32

  /// A session for a policy image, with an empty address book, and with a log that others may have; nil and errno
  /// where memory cannot be had.
  package init?(_ image: PolicyImage, log: ViolationLog?, mainProcess: Int32 = getpid()) {
    guard let book = AddressBook(), let log else { return nil }
    self.image = image.remembering(book)
    self.book = book
    self.log = log
    self.mainProcess = mainProcess
  }
}
