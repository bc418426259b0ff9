;;; checker.el --- The language server of checker for eglot  -*- lexical-binding: t; -*-

;; See README.md.

;;; Code:

(require 'eglot)

(add-to-list 'eglot-server-programs
             '((markdown-mode text-mode html-mode mhtml-mode csv-mode) . ("checker" "server")))

(provide 'checker)
;;; checker.el ends here
