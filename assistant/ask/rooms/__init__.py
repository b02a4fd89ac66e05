"""What the other rooms know, as answers: findings, the rule book, the inventory, help, drafts."""
