// SPDX-License-Identifier: Apache-2.0
// The ORM scenario (docs/clients.md) for GORM: gorm HOST PORT USER PASSWORD DATABASE
package main

import (
    "errors"
    "fmt"
    "os"
    "sort"
    "strings"
    "time"

    "gorm.io/driver/mysql"
    "gorm.io/gorm"
    "gorm.io/gorm/clause"
    "gorm.io/gorm/logger"
)

type User struct {
    UserID  int     `gorm:"primaryKey;autoIncrement:false"`
    Name    string  `gorm:"size:40;not null"`
    City    *string `gorm:"type:char(2)"`
    Balance *string `gorm:"type:decimal(12,2)"`
    Orders  []Order `gorm:"foreignKey:UserID;references:UserID"`
}

// What the migration adds to it.
type UserWithEmail struct {
    UserID int     `gorm:"primaryKey;autoIncrement:false"`
    Name   string  `gorm:"size:40;not null"`
    City   *string `gorm:"type:varchar(3)"`
    Email  string  `gorm:"size:80;default:nobody;index:user_email"`
}

type Order struct {
    OrderID int64 `gorm:"primaryKey"`
    UserID  int   `gorm:"not null;index:user_id"`
    Amount  string
}

type OrmAuthor struct {
    ID   uint   `gorm:"primaryKey"`
    Name string `gorm:"size:40;not null;uniqueIndex"`
}

type OrmNote struct {
    ID       uint64 `gorm:"primaryKey"`
    AuthorID uint   `gorm:"not null;index:note_made,priority:2"`
    Author   OrmAuthor
    Text     string     `gorm:"type:text;comment:what it says"`
    Made     *time.Time `gorm:"precision:6;index:note_made,priority:1"`
}

func (User) TableName() string          { return "t_user" }
func (UserWithEmail) TableName() string { return "t_user" }
func (Order) TableName() string         { return "t_order" }

var db *gorm.DB
var tables = []string{"t_user", "t_order", "t_type", "t_setting"}

func try(err error) {
    if err != nil {
        panic(err)
    }
}

func check(name string, function func() interface{}) {
    defer func() {
        if problem := recover(); problem != nil {
            fmt.Printf("not ok %s: %v\n", name, problem)
        }
    }()
    fmt.Printf("ok %s: %v\n", name, function())
}

func columnsOf(table string) []string {
    types, err := db.Migrator().ColumnTypes(table)
    try(err)
    var all []string
    for _, column := range types {
        full, _ := column.ColumnType()
        length, hasLength := column.Length()
        precision, scale, hasScale := column.DecimalSize()
        nullable, _ := column.Nullable()
        primary, _ := column.PrimaryKey()
        unique, _ := column.Unique()
        increments, _ := column.AutoIncrement()
        value, hasValue := column.DefaultValue()
        comment, _ := column.Comment()
        all = append(all, fmt.Sprint(column.Name(), " ", full, " ", column.DatabaseTypeName(), length, hasLength, precision,
            scale, hasScale, nullable, primary, unique, increments, value, hasValue, comment))
    }
    return all
}

func indexesOf(table string) []string {
    indexes, err := db.Migrator().GetIndexes(table)
    try(err)
    var all []string
    for _, index := range indexes {
        unique, _ := index.Unique()
        primary, _ := index.PrimaryKey()
        all = append(all, fmt.Sprint(index.Name(), index.Columns(), unique, primary))
    }
    sort.Strings(all)
    return all
}

func names() []interface{} {
    list, err := db.Migrator().GetTables()
    try(err)
    sort.Strings(list)
    return []interface{}{list, db.Migrator().HasTable("t_order"), db.Migrator().HasTable("t_order_0"),
        db.Migrator().HasColumn(&User{}, "city"), db.Migrator().HasColumn(&User{}, "nosuch"),
        db.Migrator().HasIndex("t_order", "user_id"), db.Migrator().CurrentDatabase()}
}

func namesAndBalances() []string {
    var users []User
    try(db.Where("city = ?", "xy").Order("user_id").Find(&users).Error)
    var all []string
    for _, user := range users {
        all = append(all, user.Name+" "+*user.Balance)
    }
    return all
}

func create() interface{} {
    try(db.AutoMigrate(&OrmAuthor{}, &OrmNote{}))
    try(db.AutoMigrate(&OrmAuthor{}, &OrmNote{}))
    return []interface{}{columnsOf("orm_notes"), indexesOf("orm_notes"), indexesOf("orm_authors"),
        db.Migrator().HasConstraint(&OrmNote{}, "fk_orm_notes_author")}
}

func alter() interface{} {
    try(db.AutoMigrate(&UserWithEmail{}))
    try(db.Exec("CREATE INDEX order_amount ON t_order (amount, user_id)").Error)
    return []interface{}{columnsOf("t_user"), indexesOf("t_user"), indexesOf("t_order")}
}

func insert() interface{} {
    city := "xy"
    users := make([]User, 4)
    for i := range users {
        balance := fmt.Sprint(i)
        users[i] = User{UserID: 50 + i, Name: fmt.Sprint("user ", i), City: &city, Balance: &balance}
    }
    try(db.Omit("Orders").Create(&users).Error)
    try(db.Transaction(func(tx *gorm.DB) error {
        for i := 0; i < 8; i++ {
            if err := tx.Create(&Order{OrderID: int64(9000 + i), UserID: 50 + i%4, Amount: fmt.Sprint(i)}).Error; err != nil {
                return err
            }
        }
        return nil
    }))
    var found User
    zero := "0"
    result := db.Where(User{UserID: 54}).Attrs(User{Name: "user 4", City: &city, Balance: &zero}).FirstOrCreate(&found)
    try(result.Error)
    duplicate := db.Omit("Orders").Create(&User{UserID: 54, Name: "again"}).Error
    return []interface{}{found.Name, result.RowsAffected, duplicate}
}

func query() interface{} {
    var named, preloaded []User
    try(db.Where("name LIKE ?", "user%").Order("user_id DESC").Limit(3).Find(&named).Error)
    try(db.Preload("Orders", func(tx *gorm.DB) *gorm.DB { return tx.Order("order_id") }).
        Where("user_id IN ?", []int{50, 51}).Order("user_id").Find(&preloaded).Error)
    var grouped []struct {
        Name  string
        N     int
        Total string
    }
    try(db.Model(&Order{}).Select("u.name, COUNT(*) AS n, SUM(amount) AS total").
        Joins("JOIN t_user u ON u.user_id = t_order.user_id").Where("u.city = ?", "xy").
        Group("u.name").Having("COUNT(*) > 1").Order("u.name").Scan(&grouped).Error)
    var count int64
    try(db.Model(&Order{}).Count(&count).Error)
    var cities []string
    try(db.Model(&User{}).Where("city IS NOT NULL").Distinct().Order("city").Pluck("city", &cities).Error)
    var first, last User
    try(db.First(&first).Error)
    try(db.Last(&last).Error)
    missing := db.First(&User{}, 12345).Error
    return []interface{}{named[0].Name, len(named), len(preloaded[0].Orders), preloaded[1].Orders, grouped, count,
        cities, first.Name, last.Name, missing}
}

func update() interface{} {
    changed := db.Model(&User{}).Where("city = ?", "xy").Update("balance", gorm.Expr("user_id + ?", 1))
    try(changed.Error)
    city := "xy"
    saved := User{UserID: 50, Name: "changed", City: &city, Balance: new(string)}
    *saved.Balance = "7.5"
    try(db.Clauses(clause.OnConflict{DoUpdates: clause.AssignmentColumns([]string{"name"})}).Omit("Orders").Create(&saved).Error)
    err := db.Transaction(func(tx *gorm.DB) error {
        var locked User
        try(tx.Clauses(clause.Locking{Strength: "UPDATE"}).First(&locked, 51).Error)
        try(tx.Model(&locked).Update("name", "not kept").Error)
        _ = tx.Transaction(func(inner *gorm.DB) error {
            try(inner.Model(&User{}).Where("user_id = 52").Update("name", "not kept").Error)
            return errors.New("inner")
        })
        return errors.New("undo")
    })
    return []interface{}{changed.RowsAffected, err, namesAndBalances()}
}

func single() interface{} {
    ada := OrmAuthor{Name: "Ada"}
    try(db.Create(&ada).Error)
    try(db.Create(&[]OrmNote{{AuthorID: ada.ID, Text: "one"}, {AuthorID: ada.ID, Text: "two ñ"}}).Error)
    var notes []OrmNote
    try(db.Joins("Author").Order("orm_notes.id").Find(&notes).Error)
    return []interface{}{ada.ID, notes[0].Text, notes[1].Text, notes[1].Author.Name}
}

func remove() interface{} {
    orders := db.Where("user_id >= ?", 50).Delete(&Order{})
    try(orders.Error)
    users := db.Where("city = ?", "xy").Delete(&User{})
    try(users.Error)
    var left int64
    try(db.Model(&User{}).Count(&left).Error)
    return []interface{}{orders.RowsAffected, users.RowsAffected, left}
}

func drop() interface{} {
    try(db.Migrator().DropIndex("t_order", "order_amount"))
    try(db.Migrator().DropIndex(&UserWithEmail{}, "user_email"))
    try(db.Migrator().DropColumn(&UserWithEmail{}, "email"))
    try(db.Migrator().AlterColumn(&User{}, "City"))
    try(db.Migrator().DropTable(&OrmNote{}, &OrmAuthor{}))
    return []interface{}{names(), columnsOf("t_user"), indexesOf("t_order")}
}

func main() {
    a := os.Args
    dsn := fmt.Sprintf("%s:%s@tcp(%s:%s)/%s?charset=utf8mb4&parseTime=True", a[3], a[4], a[1], a[2], a[5])
    check("connect", func() interface{} {
        var err error
        db, err = gorm.Open(mysql.Open(dsn), &gorm.Config{Logger: logger.Default.LogMode(logger.Silent)})
        try(err)
        return strings.Split(db.Dialector.(*mysql.Dialector).ServerVersion, "-")[0]
    })
    check("tables", func() interface{} { return names() })
    check("columns", func() interface{} {
        var all [][]string
        for _, table := range tables {
            all = append(all, columnsOf(table))
        }
        return all
    })
    check("keys", func() interface{} {
        var all [][]string
        for _, table := range tables {
            all = append(all, indexesOf(table))
        }
        return all
    })
    check("create", create)
    check("alter", alter)
    check("insert", insert)
    check("query", query)
    check("update", update)
    check("single", single)
    check("delete", remove)
    check("drop", drop)
}
